package caravan.dataset;

/**
 * A photo of the example.
 *
 * @param path relative, below the dataset's folder: {@code data/cat.0.jpg}
 * @param sha256 of its bytes, lower-case hex
 */
public record Photo(String path, String sha256) {

    /** The arrival that it belongs to: {@code data} or {@code delta}. */
    public String arrival() {
        return path.substring(0, path.indexOf('/'));
    }
}
