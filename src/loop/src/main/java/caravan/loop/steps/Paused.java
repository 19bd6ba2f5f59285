package caravan.loop.steps;

/** A person's word that nothing new is trained: {@code /caravan/paused.json}. */
public record Paused(String reason, String by, String at) {}
