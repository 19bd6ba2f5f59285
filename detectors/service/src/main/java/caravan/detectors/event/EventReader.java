package caravan.detectors.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** Reads the answer of a model, in Seldon's or the Open Inference Protocol's JSON, out of its CloudEvent. */
public final class EventReader {
    /** The type of an event that carries a model's answer. */
    public static final String RESPONSE = "io.seldon.serving.inference.response";

    private EventReader() {}

    /** Reads an event, or refuses it. */
    public static PredictionEvent read(CloudEvent event) {
        String type = event.required("type");
        if (!type.equals(RESPONSE)) {
            throw new Refusal(
                    422, "events of type " + type + " are not watched", "ce-type", "send those of type " + RESPONSE);
        }
        String id = event.attribute("source").orElse("") + " " + event.required("id");
        Deployment deployment =
                new Deployment(event.attribute("namespace").orElse(""), event.required("inferenceservicename"));
        Answer answer = answer(event);
        return new PredictionEvent(
                id,
                deployment,
                event.attribute("caravanusecase").orElse(""),
                version(event, answer),
                answer.predictions());
    }

    private static Answer answer(CloudEvent event) {
        JsonNode json = json(event);
        if (json.path("status").path("status").asText().equals("FAILURE")
                || json.path("status").path("status").asInt(0) == 1) {
            throw Refusal.payload("status", "the model failed", "send answers that succeeded alone");
        }
        return json.has("outputs") ? V2Answer.read(json) : SeldonAnswer.read(json);
    }

    /** The first JSON value: behind it, the Open Inference Protocol may append binary tensors. */
    private static JsonNode json(CloudEvent event) {
        if (!event.contentType().endsWith("json") && !event.contentType().equals("application/octet-stream")) {
            throw new Refusal(
                    415,
                    "a payload of type " + event.contentType() + " cannot be read",
                    "content-type",
                    "send application/json");
        }
        try (JsonParser parser = CloudEvent.JSON.createParser(event.data())) {
            JsonNode json = CloudEvent.JSON.readTree(parser);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new Refusal(400, "the payload is no JSON", "body", "send the model's answer as it was given");
        }
        throw new Refusal(400, "the payload is no JSON object", "body", "send the model's answer as it was given");
    }

    private static VersionId version(CloudEvent event, Answer answer) {
        Optional<String> name = event.attribute("caravanversion").or(answer::version);
        Optional<String> sha256 = event.attribute("caravanversionsha256").or(answer::sha256);
        if (answer.sha256().isPresent() && !answer.sha256().get().equalsIgnoreCase(sha256.orElseThrow())) {
            throw new Refusal(
                    409,
                    "the answer was made by the version with SHA-256 "
                            + answer.sha256().get() + ", the event names "
                            + sha256.get(),
                    "ce-caravanversionsha256",
                    "name the version that made the answer");
        }
        return new VersionId(name.orElse(""), event.attribute("caravanversionuri"), sha256);
    }
}
