package caravan.sandbox.kubernetes.schema;

/**
 * Something wrong in an object.
 *
 * @param kind how a Status' cause names it
 * @param path where, as {@code spec.predictors[0].name}
 * @param message what
 */
public record Fault(String kind, String path, String message) {}
