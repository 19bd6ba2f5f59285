package caravan.app;

/** The settings are wrong; the message says which, where and what would be right. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the person who wrote them. */
    public SettingsException(String message) {
        super(message);
    }

    /** The same with what lies behind it. */
    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
