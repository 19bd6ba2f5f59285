package caravan.dataset;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;

/** Large inputs for benchmarks and limits, made on the fly from a seed. */
public final class LargeInputs {
    private LargeInputs() {}

    /**
     * A JPEG of that size in pixels, of a photo's kind of detail.
     *
     * @param width in pixels
     * @param height in pixels
     */
    public static byte[] jpeg(int width, int height, long seed) {
        Canvas canvas = new Canvas(width, height, new Random(DrawnPets.mix(seed)));
        Backdrop.draw(canvas);
        new DrawnPet(canvas, seed % 2 == 0 ? DrawnPet.Species.CAT : DrawnPet.Species.DOG).draw();
        BufferedImage image = canvas.image;
        Light.noise(image, canvas.dice, 3);
        canvas.pen.dispose();
        return Pictures.jpeg(image, 0.9);
    }

    /** A stream of {@code length} bytes that do not compress, without holding them. */
    public static InputStream bytes(long length, long seed) {
        return new Bytes(length, seed);
    }

    private static final class Bytes extends InputStream {
        private final SplittableRandom dice;
        private long left;

        Bytes(long length, long seed) {
            this.left = length;
            this.dice = new SplittableRandom(seed);
        }

        @Override
        public int read() {
            if (left <= 0) {
                return -1;
            }
            left--;
            return (int) (dice.nextLong() & 255);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, buffer.length);
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(left, length);
            long word = 0;
            for (int i = 0; i < n; i++) {
                if ((i & 7) == 0) {
                    word = dice.nextLong();
                }
                buffer[offset + i] = (byte) (word >>> ((i & 7) * 8));
            }
            left -= n;
            return n;
        }
    }
}
