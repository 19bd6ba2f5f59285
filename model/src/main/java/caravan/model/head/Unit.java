package caravan.model.head;

import java.util.List;

/** Features as unit vectors: their direction alone. */
public final class Unit {
    /** A shorter vector is as good as none. */
    public static final float LEAST = 1e-12f;

    private Unit() {}

    /** The direction of features. */
    public static float[] of(float[] features) {
        double squares = 0;
        for (float value : features) {
            squares += (double) value * value;
        }
        double length = Math.max(LEAST, Math.sqrt(squares));
        float[] unit = new float[features.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (features[i] / length);
        }
        return unit;
    }

    /** The directions of the rows' features, in their order. */
    public static float[][] of(List<Row> rows) {
        return rows.stream().map(r -> of(r.features())).toArray(float[][]::new);
    }
}
