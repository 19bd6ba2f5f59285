package caravan.loop.train;

/**
 * A person's word that parked ranges may be tried again: a fact, {@code /caravan/resumed.json}. Failures of experiments
 * up to this number are forgiven.
 */
public record Resumed(int experiment, String by) {}
