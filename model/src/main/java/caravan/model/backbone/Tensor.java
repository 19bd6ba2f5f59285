package caravan.model.backbone;

/**
 * Weights as PyTorch stored them, in row-major order.
 *
 * @param shape sizes along each axis
 * @param values all values
 */
@SuppressWarnings("ArrayRecordComponent")
record Tensor(long[] shape, float[] values) {}
