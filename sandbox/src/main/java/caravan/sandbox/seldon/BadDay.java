package caravan.sandbox.seldon;

/** Switches that make the operator behave as the real one does on a bad day. All are off at first. */
public final class BadDay {
    private volatile boolean operatorDown;
    private volatile boolean stuckFailed;

    /** Whether nobody answers the webhook and nothing is reconciled. */
    public boolean operatorDown() {
        return operatorDown;
    }

    /** Sends the operator away, or has it back. */
    public void operatorDown(boolean down) {
        operatorDown = down;
    }

    /** Whether a status says Failed for good once a predictor was removed, although all pods are ready. */
    public boolean stuckFailed() {
        return stuckFailed;
    }

    /** Has statuses stick at Failed after a predictor was removed. */
    public void stuckFailed(boolean stuck) {
        stuckFailed = stuck;
    }
}
