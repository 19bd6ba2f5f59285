package caravan.loop.train;

/**
 * A commit that was done with by its metadata alone, without an experiment: a fact,
 * {@code /caravan/handled/<commit>-<parent>.json}.
 */
public record Handled(String commit, String parent, String reason) {}
