package caravan.cli;

/**
 * Ends a running command in order when a person or the system stops the program: SIGINT and SIGTERM close what is open,
 * then the program ends with the exit code that holds by then.
 */
final class Cleanup implements AutoCloseable {
    private final AutoCloseable what;
    private final Thread hook;
    private volatile int exitCode = 1;

    Cleanup(AutoCloseable what) {
        this.what = what;
        hook = new Thread(this::end, "cleanup");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From here on being stopped is no failure. */
    void stoppingIsFine() {
        exitCode = 0;
    }

    private void end() {
        try {
            what.close();
        } catch (Exception e) {
            System.err.println("caravan: " + e.getMessage());
            exitCode = 1;
        }
        Runtime.getRuntime().halt(exitCode);
    }

    @Override
    public void close() throws Exception {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is being stopped: the hook does the rest
            Thread.currentThread().join();
        }
        what.close();
    }
}
