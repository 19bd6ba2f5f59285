package caravan.determined;

import caravan.loop.Checkpoint;
import caravan.loop.Experiment;
import caravan.loop.ExperimentRequest;
import caravan.loop.ModelVersion;
import caravan.loop.TrialReport;
import caravan.loop.VersionRequest;
import caravan.loop.port.SystemException;
import caravan.loop.port.TrainingPort;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Determined 0.38 over REST. Safe for use by many threads. */
public final class DeterminedClient implements TrainingPort, AutoCloseable {
    private static final String EXPERIMENTS = "/api/v1/experiments";

    private final DeterminedSettings settings;
    private final DeterminedHttp http;

    /** Logs in with the first call. */
    public DeterminedClient(DeterminedSettings settings) {
        this.settings = settings;
        this.http = new DeterminedHttp(settings);
    }

    @Override
    public List<Experiment> experiments(Set<String> labels) {
        return list("ORDER_BY_ASC", -1, labels);
    }

    @Override
    public List<Experiment> newest(Set<String> labels, int atMost) {
        return list("ORDER_BY_DESC", atMost, labels);
    }

    private List<Experiment> list(String order, int limit, Set<String> labels) {
        StringBuilder query = new StringBuilder("?sortBy=SORT_BY_ID&orderBy=" + order + "&limit=" + limit);
        labels.forEach(l -> query.append("&labels=").append(encode(l)));
        List<Experiment> experiments = new ArrayList<>();
        http.get(EXPERIMENTS + query).path("experiments").forEach(e -> experiments.add(Readers.experiment(e)));
        return experiments;
    }

    @Override
    public Optional<Experiment> experiment(int id) {
        return present(() -> http.get(EXPERIMENTS + "/" + id)).map(n -> Readers.experiment(n.path("experiment")));
    }

    @Override
    public int create(ExperimentRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        try {
            body.put("config", DeterminedHttp.MAPPER.writeValueAsString(request.config()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the experiment's config is no JSON: " + e.getMessage(), e);
        }
        body.put("activate", false);
        request.parent()
                .ifPresentOrElse(
                        parent -> body.put("parentId", parent),
                        () -> body.put("modelDefinition", ModelDefinition.of(request.code())));
        return http.post(EXPERIMENTS, body).path("experiment").path("id").asInt();
    }

    @Override
    public void activate(int experiment) {
        http.post(EXPERIMENTS + "/" + experiment + "/activate", null);
    }

    @Override
    public void kill(int experiment) {
        http.post(EXPERIMENTS + "/" + experiment + "/kill", null);
    }

    @Override
    public void archive(int experiment) {
        if (experiment(experiment).filter(Experiment::archived).isEmpty()) {
            http.post(EXPERIMENTS + "/" + experiment + "/archive", null);
        }
    }

    @Override
    public Optional<Checkpoint> checkpoint(int experiment) {
        JsonNode found = http.get(EXPERIMENTS + "/" + experiment
                + "/checkpoints?sortByAttr=SORT_BY_SEARCHER_METRIC&states=STATE_COMPLETED&limit=0");
        List<Checkpoint> checkpoints = new ArrayList<>();
        found.path("checkpoints").forEach(c -> checkpoints.add(Readers.checkpoint(c)));
        return checkpoints.stream().findFirst();
    }

    @Override
    public Optional<TrialReport> report(int experiment) {
        List<JsonNode> reports = new ArrayList<>();
        for (int trial : trials(experiment)) {
            lines("/api/v1/trials/metrics/trial_metrics?group=caravan&trialIds=" + trial, line -> line.path("metrics")
                    .forEach(reports::add));
        }
        return reports.isEmpty()
                ? Optional.empty()
                : Optional.of(ReportReader.read(averages(reports.get(reports.size() - 1))));
    }

    @Override
    public Map<String, Double> validation(int experiment) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        JsonNode trials =
                http.get(EXPERIMENTS + "/" + experiment + "/trials?sortBy=SORT_BY_BEST_VALIDATION_METRIC&limit=1");
        trials.path("trials")
                .path(0)
                .path("bestValidation")
                .path("metrics")
                .path("avgMetrics")
                .fields()
                .forEachRemaining(e -> {
                    if (e.getValue().isNumber()) {
                        metrics.put(e.getKey(), e.getValue().asDouble());
                    }
                });
        return metrics;
    }

    private static JsonNode averages(JsonNode report) {
        JsonNode metrics = report.path("metrics");
        return metrics.has("avg_metrics") ? metrics.path("avg_metrics") : metrics.path("avgMetrics");
    }

    @Override
    public List<String> lastLogLines(int experiment, int lines) {
        List<Integer> trials = trials(experiment);
        List<String> last = new ArrayList<>();
        if (!trials.isEmpty()) {
            lines(
                    "/api/v1/trials/" + trials.get(trials.size() - 1)
                            + "/logs?follow=false&orderBy=ORDER_BY_DESC&limit=" + lines,
                    line -> last.add(line.path("message").asText().stripTrailing()));
        }
        Collections.reverse(last);
        return last;
    }

    private List<Integer> trials(int experiment) {
        List<Integer> ids = new ArrayList<>();
        http.get(EXPERIMENTS + "/" + experiment + "/trials?sortBy=SORT_BY_ID&orderBy=ORDER_BY_ASC")
                .path("trials")
                .forEach(t -> ids.add(t.path("id").asInt()));
        return ids;
    }

    private void lines(String path, java.util.function.Consumer<JsonNode> each) {
        try (InputStream in = http.stream(path, "application/json");
                MappingIterator<JsonNode> nodes =
                        DeterminedHttp.MAPPER.readerFor(JsonNode.class).readValues(in)) {
            while (nodes.hasNext()) {
                JsonNode line = nodes.next();
                if (line.has("error")) {
                    throw new SystemException(
                            "determined",
                            SystemException.Kind.UNAVAILABLE,
                            "GET " + path + ": "
                                    + line.path("error").path("message").asText());
                }
                each.accept(line.path("result"));
            }
        } catch (IOException e) {
            throw new SystemException(
                    "determined", SystemException.Kind.UNAVAILABLE, "GET " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<ModelVersion> versions(String model) {
        List<ModelVersion> versions = new ArrayList<>();
        present(() -> http.get("/api/v1/models/" + encode(model)
                        + "/versions?sortBy=SORT_BY_VERSION&orderBy=ORDER_BY_ASC&limit=0"))
                .ifPresent(n -> n.path("modelVersions").forEach(v -> versions.add(Readers.version(model, v))));
        return versions;
    }

    @Override
    public ModelVersion register(VersionRequest request) {
        String path = "/api/v1/models/" + encode(request.model());
        if (present(() -> http.get(path)).isEmpty()) {
            try {
                http.post("/api/v1/models", Map.of("name", request.model(), "labels", List.of("caravan")));
            } catch (SystemException e) {
                if (e.kind() != SystemException.Kind.CONFLICT) {
                    throw e;
                }
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("checkpointUuid", request.checkpoint());
        body.put("name", request.name());
        body.put("notes", request.notes());
        body.put("labels", request.labels());
        body.put("metadata", request.metadata());
        int number = http.post(path + "/versions", body)
                .path("modelVersion")
                .path("version")
                .asInt();
        return Readers.version(
                request.model(), http.get(path + "/versions/" + number).path("modelVersion"));
    }

    @Override
    public void annotate(String model, int number, String notes, Set<String> labels) {
        http.patch("/api/v1/models/" + encode(model) + "/versions/" + number, Map.of("notes", notes, "labels", labels));
    }

    @Override
    public InputStream download(String checkpoint) {
        return http.stream("/checkpoints/" + checkpoint, "application/x-tar");
    }

    @Override
    public String address(int experiment) {
        return settings.address() + "/det/experiments/" + experiment;
    }

    private static Optional<JsonNode> present(Supplier<JsonNode> call) {
        try {
            return Optional.of(call.get());
        } catch (SystemException e) {
            if (e.kind() == SystemException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        // nothing is held open between calls
    }
}
