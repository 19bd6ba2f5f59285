package caravan.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** What a camera does to a scene: exposure, colour cast, blur and noise. Works on TYPE_INT_RGB pictures. */
final class Light {
    private Light() {}

    /** Multiplies the channels, in place. */
    static void tint(BufferedImage image, double red, double green, double blue) {
        int[] pixels = pixels(image);
        for (int i = 0; i < pixels.length; i++) {
            int p = pixels[i];
            pixels[i] = Canvas.clamp(((p >> 16) & 255) * red) << 16
                    | Canvas.clamp(((p >> 8) & 255) * green) << 8
                    | Canvas.clamp((p & 255) * blue);
        }
    }

    /** Adds sensor noise, in place. */
    static void noise(BufferedImage image, java.util.Random dice, double deviation) {
        int[] pixels = pixels(image);
        for (int i = 0; i < pixels.length; i++) {
            int p = pixels[i];
            // the sum of two dice is near enough to a bell curve, and far cheaper
            double n = (dice.nextDouble() + dice.nextDouble() - 1) * 2.45 * deviation;
            pixels[i] = Canvas.clamp(((p >> 16) & 255) + n) << 16
                    | Canvas.clamp(((p >> 8) & 255) + n) << 8
                    | Canvas.clamp((p & 255) + n);
        }
    }

    /** A copy, blurred by three box filters of that radius in pixels, which is close to a Gaussian. */
    static BufferedImage blur(BufferedImage image, int radius) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] from = pixels(image).clone();
        int[] to = new int[from.length];
        for (int pass = 0; pass < 3; pass++) {
            box(from, to, width, height, radius, 1, width);
            box(to, from, height, width, radius, width, 1);
        }
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        System.arraycopy(from, 0, pixels(result), 0, from.length);
        return result;
    }

    private static void box(int[] from, int[] to, int length, int lines, int radius, int step, int lineStep) {
        int count = 2 * radius + 1;
        for (int line = 0; line < lines; line++) {
            int start = line * lineStep;
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int i = -radius; i <= radius; i++) {
                int p = from[start + Math.max(0, Math.min(length - 1, i)) * step];
                red += (p >> 16) & 255;
                green += (p >> 8) & 255;
                blue += p & 255;
            }
            for (int i = 0; i < length; i++) {
                to[start + i * step] = (red / count) << 16 | (green / count) << 8 | (blue / count);
                int in = from[start + Math.min(length - 1, i + radius + 1) * step];
                int out = from[start + Math.max(0, i - radius) * step];
                red += ((in >> 16) & 255) - ((out >> 16) & 255);
                green += ((in >> 8) & 255) - ((out >> 8) & 255);
                blue += (in & 255) - (out & 255);
            }
        }
    }

    static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
