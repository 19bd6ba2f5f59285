package caravan.sandbox.process;

/** Takes what a process says, line by line. Called by one thread a stream. */
@FunctionalInterface
public interface Output {

    /** Where a line came from. */
    enum Source {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR
    }

    /**
     * Takes a line.
     *
     * @param line without its end
     */
    void line(Source source, String line);

    /** Both get every line. */
    default Output and(Output other) {
        return (source, line) -> {
            line(source, line);
            other.line(source, line);
        };
    }
}
