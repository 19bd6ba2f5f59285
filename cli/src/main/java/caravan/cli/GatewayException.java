package caravan.cli;

/** The gateway or the model server behind it gave no prediction. */
final class GatewayException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean busy;

    GatewayException(String message, boolean busy) {
        super(message);
        this.busy = busy;
    }

    /** Whether the same request may be answered a little later. */
    boolean busy() {
        return busy;
    }
}
