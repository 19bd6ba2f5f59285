package caravan.detectors.event;

/** Whose answer it is. */
public record Deployment(String namespace, String name) {
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
