package caravan.cli;

import java.util.List;

/**
 * Where a version comes from; {@code why --json} writes it. What is not known is null.
 *
 * @param data the branch that the commits are of
 * @param from the commit that was trained before; null for a first version
 * @param to the commit that was trained into it
 * @param outputCommit where its files are in the output repo
 * @param files that it was trained and judged on, those of its ancestors included
 */
record Why(
        String useCase,
        String model,
        String version,
        int number,
        String data,
        String from,
        String to,
        String parent,
        Code code,
        int experiment,
        Integer forkedFrom,
        String experimentAddress,
        String checkpoint,
        String sha256,
        String outputCommit,
        Holdout holdout,
        boolean promoted,
        String verdict,
        String withdrawn,
        int delta,
        List<File> files,
        List<String> missing) {

    /** The training program: git's hash of its folder, the commit it was read at, and its image. */
    record Code(String tree, String commit, String trial) {}

    /** How version and parent did on the same held-out pictures. */
    record Holdout(int count, Integer right, Double accuracy, Integer parentRight, Double parentAccuracy) {}

    /**
     * A file.
     *
     * @param hash Pachyderm's
     * @param sha256 of the picture; null where only the plan is known
     * @param role {@code trained}, {@code holdout} or {@code planned}
     * @param commit that brought it
     */
    record File(String path, String hash, String sha256, String label, String role, String commit, String archive) {}
}
