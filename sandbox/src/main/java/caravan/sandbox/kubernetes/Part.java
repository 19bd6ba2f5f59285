package caravan.sandbox.kubernetes;

/** The part of an object that a request writes. */
public enum Part {
    /** All but the status. */
    MAIN,
    /** The status alone. */
    STATUS
}
