package caravan.loop.steps;

/** A file that is kept from training until a person releases it: {@code /caravan/held/<hash>.json}. */
public record HeldFact(String path, String hash, String version, String reason) {}
