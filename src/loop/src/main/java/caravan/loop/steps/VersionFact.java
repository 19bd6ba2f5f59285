package caravan.loop.steps;

/**
 * Where a promoted version's files are: {@code /caravan/versions/<version>.json}.
 *
 * @param sha256 of its {@code version.json}
 * @param outputCommit a commit of the output repo whose {@code /checkpoint/} is the version
 */
public record VersionFact(String version, int number, String sha256, String outputCommit) {}
