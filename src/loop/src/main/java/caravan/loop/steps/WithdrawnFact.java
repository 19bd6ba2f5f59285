package caravan.loop.steps;

/** A version that must not serve or be built on: {@code /caravan/withdrawn/<version>.json}. */
public record WithdrawnFact(String version, String reason, String at) {}
