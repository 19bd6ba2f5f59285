package caravan.sandbox.process;

/**
 * How a process ended.
 *
 * @param code its exit code; 128 and the signal's number where a signal ended it, 127 where its program was not found
 */
public record Exit(int code) {

    /** Whether it ended well. */
    public boolean ok() {
        return code == 0;
    }
}
