package caravan.dataset;

import java.awt.image.BufferedImage;

/** Pictures as a failing camera would take them: darkened, blurred or off in colour. */
public final class ShiftedPictures {
    private ShiftedPictures() {}

    /** What is wrong with the camera. */
    public enum Shift {
        /** A third of the light. */
        DARKENED,
        /** Out of focus. */
        BLURRED,
        /** Red and blue exchanged, with a green cast. */
        COLOUR_SHIFTED;

        /** The name for people. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The picture, shifted, as JPEG.
     *
     * @param bytes a picture that Java can read
     * @param name of the picture, for messages
     */
    public static byte[] jpeg(byte[] bytes, String name, Shift shift) {
        BufferedImage image = Pictures.read(bytes, name);
        return Pictures.jpeg(shifted(image, shift), 0.92);
    }

    private static BufferedImage shifted(BufferedImage image, Shift shift) {
        switch (shift) {
            case DARKENED -> {
                Light.tint(image, 0.3, 0.3, 0.3);
                return image;
            }
            case BLURRED -> {
                return Light.blur(image, Math.max(2, Math.min(image.getWidth(), image.getHeight()) / 50));
            }
            default -> {
                int[] pixels = Light.pixels(image);
                for (int i = 0; i < pixels.length; i++) {
                    int p = pixels[i];
                    pixels[i] = (p & 255) << 16 | (p & 0xFF00) | (p >> 16) & 255;
                }
                Light.tint(image, 0.8, 1.15, 0.8);
                return image;
            }
        }
    }
}
