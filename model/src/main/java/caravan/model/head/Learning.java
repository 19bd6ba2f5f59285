package caravan.model.head;

/**
 * How a head is learnt.
 *
 * @param pull strength of the pull towards the head it starts from: {@code pull / 2 |w - w_start|^2}, beside the sum of
 *     the rows' losses; a first version starts from zero
 * @param pullBias whether the biases are pulled too, as a fork's are
 * @param learningRate the first; it falls along half a cosine to a hundredth
 * @param batch rows a step
 * @param epochs passes over the rows, at least
 * @param minimumSteps steps, at least
 * @param seed of the rows' order
 */
public record Learning(
        double pull, boolean pullBias, double learningRate, int batch, int epochs, int minimumSteps, long seed) {

    /** Steps over so many rows: the schedule follows the data, so that a small delta is neither skipped nor overdone. */
    public int steps(int rows) {
        int perEpoch = (rows + batch - 1) / batch;
        return Math.max(minimumSteps, Math.multiplyExact(perEpoch, epochs));
    }
}
