package caravan.engine;

/**
 * What a version says about one picture.
 *
 * @param probabilities one a label, in the order of the version's labels; they add up to 1
 * @param projection the features' principal components, for the drift detector; empty where the version has none
 * @param leftover the norm of what the projection leaves over, for the outlier detector; NaN where the version has none
 */
public record Scores(float[] probabilities, float[] projection, float leftover) {

    /** Whether the version gives what the detectors need. */
    public boolean watched() {
        return projection.length > 0 && !Float.isNaN(leftover);
    }

    /** The most probable label's index (the first of equals). */
    public int best() {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }
}
