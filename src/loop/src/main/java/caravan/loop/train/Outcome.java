package caravan.loop.train;

/**
 * How one experiment ended for the loop: a fact, {@code /caravan/outcomes/<experiment>.json} in the output repo.
 *
 * @param commit the commit at whose head the delta was taken
 * @param parent the parent version's name, or {@code root}
 * @param kind what became of it
 * @param reason a sentence for people
 * @param version the registered version, null without one
 */
public record Outcome(int experiment, String commit, String parent, Kind kind, String reason, String version) {

    /** The ends of an experiment. */
    public enum Kind {
        /** A version that passed the gate. */
        PROMOTED,
        /** A version that did not pass the gate; its files are held. */
        REFUSED,
        /** Every file's content was known: the commit is done with. */
        NOTHING_NEW,
        /** No file could be used: the commit is done with. */
        ALL_SET_ASIDE,
        /** Too few held-out files for a first version: its files go into the next delta. */
        TOO_LITTLE_HELD_OUT,
        /** A crash or a result that cannot be right: its files go into the next delta. */
        FAILED,
        /** The parent was withdrawn meanwhile: its files go into a new delta. */
        PARENT_WITHDRAWN
    }

    /** Failed, so that the range may be tried again. */
    public boolean failed() {
        return kind == Kind.FAILED;
    }
}
