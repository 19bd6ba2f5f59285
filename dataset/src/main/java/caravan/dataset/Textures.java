package caravan.dataset;

import java.awt.Color;
import java.awt.geom.Rectangle2D;

/** Surfaces that fill a picture. */
final class Textures {
    private Textures() {}

    static void bricks(Canvas canvas) {
        Color brick = canvas.near(new Color(165, 85, 65), 20);
        canvas.pen.setColor(new Color(200, 195, 185));
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
        double high = canvas.between(14, 30);
        double wide = high * canvas.between(1.8, 2.6);
        int row = 0;
        for (double y = 0; y < canvas.height; y += high, row++) {
            for (double x = row % 2 == 0 ? 0 : -wide / 2; x < canvas.width; x += wide) {
                canvas.pen.setColor(canvas.near(brick, 12));
                canvas.pen.fill(new Rectangle2D.Double(x + 1.5, y + 1.5, wide - 3, high - 3));
            }
        }
    }

    static void noise(Canvas canvas) {
        int[] pixels = Light.pixels(canvas.image);
        int grain = canvas.whole(1, 6);
        boolean grey = canvas.chance(0.4);
        for (int y = 0; y < canvas.height; y += grain) {
            for (int x = 0; x < canvas.width; x += grain) {
                int v = canvas.dice.nextInt(256);
                int color = grey ? v << 16 | v << 8 | v : canvas.dice.nextInt(1 << 24);
                for (int dy = 0; dy < grain && y + dy < canvas.height; dy++) {
                    for (int dx = 0; dx < grain && x + dx < canvas.width; dx++) {
                        pixels[(y + dy) * canvas.width + x + dx] = color;
                    }
                }
            }
        }
    }

    static void stripes(Canvas canvas) {
        Color one = canvas.anyColor();
        Color other = canvas.anyColor();
        canvas.pen.setColor(one);
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
        canvas.pen.rotate(canvas.between(0, Math.PI), canvas.width / 2.0, canvas.height / 2.0);
        double step = canvas.between(8, 36);
        canvas.pen.setColor(other);
        for (double x = -canvas.width; x < 2 * canvas.width; x += step) {
            canvas.pen.fill(new Rectangle2D.Double(x, -canvas.height, step / 2, 3 * canvas.height));
        }
    }

    static void checkers(Canvas canvas) {
        Color one = canvas.anyColor();
        Color other = canvas.anyColor();
        int size = canvas.whole(10, 40);
        for (int y = 0; y * size < canvas.height; y++) {
            for (int x = 0; x * size < canvas.width; x++) {
                canvas.pen.setColor((x + y) % 2 == 0 ? one : other);
                canvas.pen.fillRect(x * size, y * size, size, size);
            }
        }
    }

    static void clouds(Canvas canvas) {
        int[] pixels = Light.pixels(canvas.image);
        Color low = canvas.anyColor();
        Color high = canvas.anyColor();
        double[][] waves = new double[24][];
        for (int i = 0; i < waves.length; i++) {
            double length = canvas.between(9, 140);
            double angle = canvas.between(0, 2 * Math.PI);
            waves[i] = new double[] {
                StrictMath.cos(angle) * 2 * Math.PI / length,
                StrictMath.sin(angle) * 2 * Math.PI / length,
                canvas.between(0, 6.3),
                length
            };
        }
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                double sum = 0;
                for (double[] wave : waves) {
                    sum += StrictMath.sin(wave[0] * x + wave[1] * y + wave[2]) * wave[3] / 900;
                }
                Color color = Canvas.mix(low, high, Math.max(0, Math.min(1, 0.5 + sum)));
                pixels[y * canvas.width + x] = color.getRGB() & 0xFFFFFF;
            }
        }
    }

    static void mosaic(Canvas canvas) {
        int count = canvas.whole(30, 110);
        double[] xs = new double[count];
        double[] ys = new double[count];
        int[] colors = new int[count];
        Color base = canvas.anyColor();
        for (int i = 0; i < count; i++) {
            xs[i] = canvas.dice.nextDouble() * canvas.width;
            ys[i] = canvas.dice.nextDouble() * canvas.height;
            colors[i] = canvas.near(base, 45).getRGB() & 0xFFFFFF;
        }
        int[] pixels = Light.pixels(canvas.image);
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                double first = Double.MAX_VALUE;
                double second = Double.MAX_VALUE;
                int nearest = 0;
                for (int i = 0; i < count; i++) {
                    double d = (x - xs[i]) * (x - xs[i]) + (y - ys[i]) * (y - ys[i]);
                    if (d < first) {
                        second = first;
                        first = d;
                        nearest = i;
                    } else if (d < second) {
                        second = d;
                    }
                }
                pixels[y * canvas.width + x] = Math.sqrt(second) - Math.sqrt(first) < 2 ? 0x202020 : colors[nearest];
            }
        }
    }

    static void weave(Canvas canvas) {
        Color warp = canvas.anyColor();
        Color weft = canvas.anyColor();
        int size = canvas.whole(6, 16);
        for (int y = 0; y * size < canvas.height; y++) {
            for (int x = 0; x * size < canvas.width; x++) {
                boolean over = (x + y) % 2 == 0;
                canvas.pen.setColor(canvas.near(over ? warp : weft, 8));
                canvas.pen.fillRect(x * size, y * size, size, size);
                canvas.pen.setColor(new Color(0, 0, 0, 90));
                if (over) {
                    canvas.pen.fillRect(x * size, y * size, 2, size);
                } else {
                    canvas.pen.fillRect(x * size, y * size, size, 2);
                }
            }
        }
    }
}
