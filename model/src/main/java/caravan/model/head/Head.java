package caravan.model.head;

import java.util.Arrays;
import java.util.List;

/**
 * A linear layer on standardised features; softmax of its results are the probabilities.
 *
 * @param labels the classes
 * @param weight one row of features' weights a class
 * @param bias one a class
 */
@SuppressWarnings("ArrayRecordComponent")
public record Head(List<String> labels, float[][] weight, float[] bias) {

    /** A head that knows nothing. */
    public static Head blank(List<String> labels, int features) {
        return new Head(List.copyOf(labels), new float[labels.size()][features], new float[labels.size()]);
    }

    /** The same for these labels: what it knows of them, in their order; nothing of a label that is new to it. */
    public Head of(List<String> wanted) {
        Head head = blank(wanted, weight[0].length);
        for (int to = 0; to < wanted.size(); to++) {
            int from = labels.indexOf(wanted.get(to));
            if (from >= 0) {
                head.weight[to] = weight[from].clone();
                head.bias[to] = bias[from];
            }
        }
        return head;
    }

    /** Whether two heads have the same weights, bit by bit. */
    public boolean same(Head other) {
        return labels.equals(other.labels)
                && Arrays.deepEquals(weight, other.weight)
                && Arrays.equals(bias, other.bias);
    }
}
