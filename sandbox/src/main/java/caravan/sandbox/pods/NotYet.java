package caravan.sandbox.pods;

/** Why a container cannot start now: a reason in Kubernetes' words, and a sentence. */
final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    NotYet(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
