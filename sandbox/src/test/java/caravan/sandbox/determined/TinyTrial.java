package caravan.sandbox.determined;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A training program with nothing but the contract: what a trial is told by its environment, and what it reports. */
public final class TinyTrial {
    private static final Map<String, String> ENV = System.getenv();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TinyTrial() {}

    /** Does what the first argument says. */
    public static void main(String[] arguments) throws Exception {
        System.out.println("INFO: run " + ENV.get("DET_TRIAL_RUN_ID") + " from "
                + ENV.getOrDefault("DET_LATEST_CHECKPOINT", "nothing") + " at " + ENV.get("DET_STEPS_COMPLETED"));
        switch (arguments[0]) {
            case "train" -> train(Integer.parseInt(arguments[1]));
            case "wait" -> await(true);
            case "leave" -> await(false);
            case "crash" -> {
                System.err.println("ERROR: no such luck");
                System.exit(3);
            }
            case "crash-once" -> {
                if (ENV.get("DET_TRIAL_RUN_ID").equals("1")) {
                    train(1);
                    System.exit(3);
                }
                train(2);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void train(int steps) throws Exception {
        String config = ENV.get("DET_EXPERIMENT_CONFIG");
        String storage = match("\"checkpoint_storage\":(\\{[^}]*})", config);
        String folder = match("\"container_path\":\"([^\"]*)\"", storage);
        String id = match(
                "\"storageId\":(\\d+)",
                post("runs/start", "{\"runId\":" + trial() + ",\"checkpointStorage\":" + storage + "}"));
        metrics("training", steps, "{\"loss\":0.5}");
        post("trials/" + trial() + "/progress", "{\"progress\":0.5,\"is_raw\":true}");
        metrics("validation", steps, "{\"accuracy\":0." + steps + "}");
        String uuid = UUID.randomUUID().toString();
        Path target = Files.createDirectories(Path.of(folder, uuid));
        Files.writeString(target.resolve("model.txt"), Files.readString(Path.of("weights.txt")));
        Files.createDirectories(target.resolve("sub"));
        Files.writeString(target.resolve("sub/metadata.json"), "{\"steps_completed\":" + steps + "}");
        post(
                "checkpoints",
                "{\"uuid\":\"" + uuid + "\",\"taskId\":\"" + ENV.get("DET_TASK_ID") + "\",\"allocationId\":\""
                        + ENV.get("DET_ALLOCATION_ID") + "\",\"state\":\"STATE_COMPLETED\",\"storageId\":" + id
                        + ",\"reportTime\":\"2026-11-23T06:19:13.653539+00:00\",\"metadata\":{\"steps_completed\":"
                        + steps
                        + "},\"resources\":{\"model.txt\":\"" + Files.size(target.resolve("model.txt"))
                        + "\",\"sub/\":\"0\",\"sub/metadata.json\":\"21\"},\"training\":{}}");
        metrics("caravan", steps, "{\"outcome\":\"trained\",\"set_aside\":\"[]\"}");
        System.out.println("trained " + steps);
    }

    private static void await(boolean acknowledge) throws Exception {
        System.out.println("waiting");
        String answer;
        do {
            answer = send(
                    "GET",
                    "allocations/" + ENV.get("DET_ALLOCATION_ID") + "/signals/preemption?timeout_seconds=60",
                    null);
        } while (answer.contains("false"));
        if (acknowledge) {
            post("allocations/" + ENV.get("DET_ALLOCATION_ID") + "/signals/ack_preemption", "");
        }
        System.out.println("stopping");
    }

    private static String trial() {
        return ENV.get("DET_TRIAL_ID");
    }

    private static void metrics(String group, int steps, String averages) throws Exception {
        post(
                "trials/" + trial() + "/metrics",
                "{\"group\":\"" + group + "\",\"metrics\":{\"metrics\":{\"avgMetrics\":" + averages
                        + ",\"batchMetrics\":null},\"trialId\":" + trial() + ",\"trialRunId\":"
                        + ENV.get("DET_TRIAL_RUN_ID") + ",\"reportTime\":null,\"stepsCompleted\":" + steps + "}}");
    }

    private static String post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private static String send(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(ENV.get("DET_MASTER") + "/api/v1/" + path))
                        .header("Grpc-Metadata-x-allocation-token", "Bearer " + ENV.get("DET_SESSION_TOKEN"))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String match(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
