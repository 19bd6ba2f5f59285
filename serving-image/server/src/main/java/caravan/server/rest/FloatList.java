package caravan.server.rest;

import java.util.Arrays;

/** A growing row of numbers. */
final class FloatList {
    private float[] values = new float[1024];
    private int size;

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(2 * size, 150_528));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    float[] toArray() {
        return size == values.length ? values : Arrays.copyOf(values, size);
    }
}
