package caravan.sandbox.kubernetes;

/** The part of an object that a request writes. */
public enum Part {
    /** All but the status. */
    MAIN(""),
    /** The status alone. */
    STATUS("status");

    private final String subresource;

    Part(String subresource) {
        this.subresource = subresource;
    }

    /** Its subresource, empty for the object itself. */
    public String subresource() {
        return subresource;
    }
}
