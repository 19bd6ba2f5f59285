package caravan.loop;

/** A place for a version in a deployment. The order in the manifest is fixed: {@code a}, then {@code b}. */
public enum Slot {
    A,
    B;

    /** The predictor's name. */
    public String predictor() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The other slot. */
    public Slot other() {
        return this == A ? B : A;
    }
}
