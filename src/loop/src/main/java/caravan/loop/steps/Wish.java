package caravan.loop.steps;

/** The version that a person wants served: {@code /caravan/serve.json}. It ends when the newer ones are withdrawn. */
public record Wish(String version, String by, String at) {}
