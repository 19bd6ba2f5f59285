package caravan.detectors.event;

/** An event that is not taken: what is wrong, where, and what to do. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String where;
    private final String remedy;

    /**
     * A refusal.
     *
     * @param status of HTTP
     * @param where header or field
     */
    public Refusal(int status, String what, String where, String remedy) {
        super(what);
        this.status = status;
        this.where = where;
        this.remedy = remedy;
    }

    /** An answer that cannot be watched as it is. */
    public static Refusal payload(String where, String what, String remedy) {
        return new Refusal(422, what, where, remedy);
    }

    /** The same event may be taken later. */
    public static Refusal later(String what, String where, String remedy) {
        return new Refusal(503, what, where, remedy);
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The header or field. */
    public String where() {
        return where;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
