package caravan.loop;

/**
 * A slot of a deployment that is in use.
 *
 * @param traffic percent
 * @param replicas wanted pods
 * @param revision hash of everything in the predictor that makes its pods what they are (without the traffic); an
 *     annotation of the predictor, by which its pods are told from older ones
 */
public record Predictor(Slot slot, Served served, int traffic, int replicas, String revision) {}
