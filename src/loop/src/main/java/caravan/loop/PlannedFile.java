package caravan.loop;

/**
 * A line of the plan: a file that the trial is to look into.
 *
 * @param label by the use case's rule on the path; null for an archive, whose members have labels of their own
 */
public record PlannedFile(String path, String hash, long size, String label) {}
