package caravan.model;

/** How a trial ended that did not fail. */
public sealed interface Ending {

    /**
     * A version was made.
     *
     * @param checkpoint its uuid
     * @param sha256 of its {@code version.json}, hex
     */
    record Trained(String checkpoint, String sha256) implements Ending {}

    /**
     * There was nothing to make a version of.
     *
     * @param outcome {@code nothing new}, {@code all set aside} or {@code too little held out}
     */
    record Without(String outcome) implements Ending {}

    /** The master told the trial to stop; it will be run again. */
    record Preempted() implements Ending {}

    /** The trial was run again after it had done all its work. */
    record Done() implements Ending {}
}
