package caravan.engine;

/**
 * The networks' input: the whole picture, resized to {@value #SIDE} x {@value #SIDE} whatever its proportions, as
 * {@code float[3 * SIDE * SIDE]} of channels first (all red values row by row, then green, then blue), each 0..255.
 *
 * <p>The resize is bilinear with a triangle as wide as the reduction (so that every pixel counts), in plain float
 * arithmetic: the same file gives the same bits on every machine.
 */
public final class PictureTensor {
    /** Pixels along each side. */
    public static final int SIDE = 224;

    /** Values of one picture. */
    public static final int LENGTH = 3 * SIDE * SIDE;

    private PictureTensor() {}

    /**
     * Decodes and resizes a file.
     *
     * @return {@link #LENGTH} values 0..255, channels first
     * @throws PictureException where the bytes are no picture
     */
    public static float[] of(byte[] file) throws PictureException {
        return of(PictureDecoder.decode(file));
    }

    /** Resizes a decoded picture to {@link #LENGTH} values 0..255, channels first. */
    public static float[] of(Picture picture) {
        Taps across = Taps.of(picture.width());
        Taps down = Taps.of(picture.height());
        float[] tensor = new float[LENGTH];
        float[] row = new float[3 * SIDE];
        int first = 0;
        for (int y = 0; y < picture.height(); y++) {
            resizeRow(picture, y, across, row);
            while (first < SIDE && down.end(first) <= y) {
                first++;
            }
            for (int to = first; to < SIDE && down.start[to] <= y; to++) {
                add(row, down.weights[to][y - down.start[to]], tensor, to);
            }
        }
        for (int i = 0; i < LENGTH; i++) {
            tensor[i] = Math.min(tensor[i], 255f);
        }
        return tensor;
    }

    private static void resizeRow(Picture picture, int y, Taps across, float[] row) {
        byte[] rgb = picture.rgb();
        int line = 3 * picture.width() * y;
        for (int x = 0; x < SIDE; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            int from = line + 3 * across.start[x];
            for (float weight : across.weights[x]) {
                red += weight * (rgb[from] & 0xFF);
                green += weight * (rgb[from + 1] & 0xFF);
                blue += weight * (rgb[from + 2] & 0xFF);
                from += 3;
            }
            row[x] = red;
            row[SIDE + x] = green;
            row[2 * SIDE + x] = blue;
        }
    }

    private static void add(float[] row, float weight, float[] tensor, int y) {
        for (int channel = 0; channel < 3; channel++) {
            int from = channel * SIDE;
            int to = (channel * SIDE + y) * SIDE;
            for (int x = 0; x < SIDE; x++) {
                tensor[to + x] += weight * row[from + x];
            }
        }
    }

    /** For each of the {@link #SIDE} results: the first source pixel and the weights from there on, which add up to 1. */
    private record Taps(int[] start, float[][] weights) {

        static Taps of(int length) {
            double scale = (double) length / SIDE;
            double reach = Math.max(scale, 1);
            int[] start = new int[SIDE];
            float[][] weights = new float[SIDE][];
            for (int i = 0; i < SIDE; i++) {
                double centre = (i + 0.5) * scale;
                start[i] = Math.max(0, (int) Math.floor(centre - reach + 0.5));
                int end = Math.min(length, (int) Math.floor(centre + reach + 0.5));
                weights[i] = triangle(start[i], end, centre, reach);
            }
            return new Taps(start, weights);
        }

        private static float[] triangle(int start, int end, double centre, double reach) {
            double[] raw = new double[end - start];
            double sum = 0;
            for (int i = 0; i < raw.length; i++) {
                raw[i] = Math.max(0, 1 - Math.abs((start + i + 0.5 - centre) / reach));
                sum += raw[i];
            }
            float[] weights = new float[raw.length];
            for (int i = 0; i < raw.length; i++) {
                weights[i] = (float) (raw[i] / sum);
            }
            return weights;
        }

        int end(int i) {
            return start[i] + weights[i].length;
        }
    }
}
