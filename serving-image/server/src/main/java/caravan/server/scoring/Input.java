package caravan.server.scoring;

import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.server.RequestException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One picture of a request. */
public sealed interface Input {

    /** How far a value may lie outside 0..255: what a caller's own resize may make of black and white. */
    float ROUNDING = 0.5f;

    /** The network's input for this picture. */
    float[] tensor() throws RequestException;

    /** A picture file: JPEG, PNG, GIF or WebP. */
    record Encoded(byte[] file) implements Input {
        @Override
        public float[] tensor() throws RequestException {
            try {
                return PictureTensor.of(file);
            } catch (PictureException e) {
                throw RequestException.badData(e.getMessage());
            }
        }
    }

    /** A picture that the caller resized: {@link PictureTensor#LENGTH} values, channels first, 0..255. */
    record Values(float[] tensor) implements Input {}

    /** A picture as base64 text, or as a data URL. */
    static Input ofText(String text) throws RequestException {
        int comma = text.startsWith("data:") ? text.indexOf(',') : -1;
        try {
            return new Encoded(Base64.getMimeDecoder().decode(text.substring(comma + 1)));
        } catch (IllegalArgumentException e) {
            throw RequestException.badData("the text is neither a picture in base64 nor a data URL of one");
        }
    }

    /**
     * Cuts values into pictures.
     *
     * @param values one picture or more, channels first
     * @param shape as the caller gives it: [3, 224, 224] or [n, 3, 224, 224]; also [n, 150528]
     */
    static List<Input> ofValues(float[] values, List<Long> shape) throws RequestException {
        int count = count(values.length, shape);
        for (float value : values) {
            if (!(value >= -ROUNDING && value <= 255 + ROUNDING)) {
                throw RequestException.badData("a value of the tensor is "
                        + (Float.isNaN(value) ? "not a number" : "outside 0..255")
                        + "; send channel values 0..255 as the picture has them");
            }
        }
        if (count == 1) {
            return List.of(new Values(values));
        }
        List<Input> inputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = i * PictureTensor.LENGTH;
            inputs.add(new Values(java.util.Arrays.copyOfRange(values, from, from + PictureTensor.LENGTH)));
        }
        return inputs;
    }

    private static int count(int length, List<Long> shape) throws RequestException {
        long side = PictureTensor.SIDE;
        int first = Math.max(0, shape.size() - 3);
        List<Long> picture = shape.subList(first, shape.size());
        boolean pictures = picture.equals(List.of(3L, side, side)) && shape.size() <= 4;
        boolean rows = shape.size() == 2 && shape.get(1) == PictureTensor.LENGTH;
        if (!pictures && !rows) {
            throw RequestException.badData("the tensor's shape is " + shape + "; send [n, 3, 224, 224], channels first"
                    + (picture.equals(List.of(side, side, 3L)) ? " (this one has them last)" : ""));
        }
        long count = shape.size() == 3 ? 1 : shape.get(0);
        if (count < 1 || count * PictureTensor.LENGTH != length) {
            throw RequestException.badData(
                    "the tensor's shape " + shape + " does not go with its " + length + " values");
        }
        return (int) count;
    }
}
