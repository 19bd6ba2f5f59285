package caravan.detectors.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A CloudEvent 1.0 over HTTP, in binary mode (attributes are {@code ce-} headers) or structured mode (one JSON object).
 *
 * @param attributes by name, lower case, without {@code ce-}
 * @param contentType of the data, without parameters
 */
@SuppressWarnings("ArrayRecordComponent")
public record CloudEvent(Map<String, String> attributes, String contentType, byte[] data) {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRUCTURED = "application/cloudevents+json";

    /**
     * Reads a request.
     *
     * @param headers by name in any case
     */
    public static CloudEvent read(Map<String, String> headers, byte[] body) {
        Map<String, String> attributes = new TreeMap<>();
        String type = "application/json";
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("ce-")) {
                attributes.put(name.substring(3), header.getValue());
            } else if (name.equals("content-type")) {
                type = media(header.getValue());
            }
        }
        if (type.startsWith("application/cloudevents-batch")) {
            throw new Refusal(415, "a batch of events is not taken", "content-type", "send each event in a request");
        }
        CloudEvent event = type.equals(STRUCTURED) ? structured(body) : new CloudEvent(attributes, type, body);
        if (!event.required("specversion").startsWith("1.")
                && !event.required("specversion").equals("0.3")) {
            throw new Refusal(
                    400,
                    "CloudEvents version " + event.required("specversion") + " is not known",
                    "ce-specversion",
                    "send version 1.0");
        }
        return event;
    }

    private static CloudEvent structured(byte[] body) {
        JsonNode envelope;
        try {
            envelope = JSON.readTree(body);
        } catch (IOException e) {
            throw new Refusal(400, "the event is no JSON", "body", "send the event as one JSON object");
        }
        if (envelope == null || !envelope.isObject()) {
            throw new Refusal(400, "the event is no JSON object", "body", "send the event as one JSON object");
        }
        Map<String, String> attributes = new TreeMap<>();
        envelope.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getKey().startsWith("data")) {
                attributes.put(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue().asText());
            }
        });
        try {
            JsonNode base64 = envelope.path("data_base64");
            byte[] data = base64.isTextual()
                    ? Base64.getDecoder().decode(base64.asText())
                    : JSON.writeValueAsBytes(envelope.path("data"));
            return new CloudEvent(
                    attributes, media(envelope.path("datacontenttype").asText("application/json")), data);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(400, "the event's data cannot be read: " + e.getMessage(), "data_base64", "send base64");
        }
    }

    private static String media(String contentType) {
        return contentType.replaceAll(";.*", "").trim().toLowerCase(Locale.ROOT);
    }

    /** An attribute that is there and not blank. */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name)).map(String::trim).filter(value -> !value.isEmpty());
    }

    /** An attribute without which the event cannot be taken. */
    public String required(String name) {
        return attribute(name)
                .orElseThrow(() -> new Refusal(
                        400, "the attribute " + name + " is missing", "ce-" + name, "send the header ce-" + name));
    }
}
