package caravan.loop.train;

/**
 * The version that a new training builds on: the newest promoted one that is not withdrawn.
 *
 * @param version its name
 * @param commit the data commit that was trained into it
 * @param experiment the experiment to fork
 * @param checkpoint the checkpoint to start from
 * @param codeTree git's tree hash of its training program
 * @param trialDigest names the trial's image that trained it
 */
public record Parent(
        String version, String commit, int experiment, String checkpoint, String codeTree, String trialDigest) {}
