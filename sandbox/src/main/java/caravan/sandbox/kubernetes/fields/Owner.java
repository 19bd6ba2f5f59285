package caravan.sandbox.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who wrote fields: the identity of an entry of {@code metadata.managedFields}.
 *
 * @param manager its name
 * @param operation {@code Apply} or {@code Update}
 * @param apiVersion the version it wrote
 * @param subresource the subresource it wrote, empty for the object itself
 */
public record Owner(String manager, String operation, String apiVersion, String subresource) {
    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    /** Someone who applies a part. */
    public static Owner applying(String manager, String apiVersion, String subresource) {
        return new Owner(manager, APPLY, apiVersion, subresource);
    }

    /** Someone who writes in any other way. */
    public static Owner updating(String manager, String apiVersion, String subresource) {
        return new Owner(manager, UPDATE, apiVersion, subresource);
    }

    static Owner of(JsonNode entry) {
        return new Owner(
                entry.path("manager").asText(),
                entry.path("operation").asText(),
                entry.path("apiVersion").asText(),
                entry.path("subresource").asText(""));
    }

    String words(String time) {
        String words =
                "\"" + manager + "\"" + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"");
        return operation.equals(UPDATE)
                ? words + " using " + apiVersion + (time.isEmpty() ? "" : " at " + time)
                : words;
    }
}
