package caravan.engine;

/**
 * A decoded picture.
 *
 * @param width pixels; for a large file fewer than the file has, see {@link PictureDecoder}
 * @param height pixels
 * @param rgb row by row, three bytes (red, green, blue; 0..255 unsigned) a pixel
 */
public record Picture(int width, int height, byte[] rgb) {

    /** Refuses a length that does not belong to the size. */
    public Picture {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "a picture of " + width + " x " + height + " with " + rgb.length + " bytes");
        }
    }
}
