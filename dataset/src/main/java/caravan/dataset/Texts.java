package caravan.dataset;

import java.awt.Color;
import java.awt.geom.QuadCurve2D;

/** Writing in invented letters made of strokes, so that no font is needed. */
final class Texts {
    private Texts() {}

    static void page(Canvas canvas) {
        paper(canvas);
        canvas.pen.setColor(ink(canvas));
        double size = canvas.between(6, 11);
        double margin = canvas.between(8, 26);
        for (double y = margin; y < canvas.height - margin; y += size * 2) {
            double end = canvas.chance(0.15) ? canvas.width * 0.5 : canvas.width - margin;
            line(canvas, margin, y, end, size);
        }
    }

    static void table(Canvas canvas) {
        paper(canvas);
        int rows = canvas.whole(5, 11);
        int columns = canvas.whole(3, 6);
        double high = canvas.height / (double) rows;
        double wide = canvas.width / (double) columns;
        canvas.pen.setColor(Canvas.mix(canvas.anyColor(), Color.WHITE, 0.5));
        canvas.pen.fill(new java.awt.geom.Rectangle2D.Double(0, 0, canvas.width, high));
        canvas.pen.setColor(ink(canvas));
        for (int row = 0; row < rows; row++) {
            canvas.stroke(1);
            canvas.line(0, row * high, canvas.width, row * high);
            for (int column = 0; column < columns; column++) {
                canvas.stroke(1);
                canvas.line(column * wide, 0, column * wide, canvas.height);
                double start = column * wide + 4;
                line(canvas, start, row * high + high * 0.3, start + wide * canvas.between(0.4, 0.85), high * 0.36);
            }
        }
    }

    static void sign(Canvas canvas) {
        Color ground = canvas.anyColor();
        canvas.pen.setColor(ground);
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
        canvas.pen.setColor(Canvas.mix(ground, Color.WHITE, 0.85));
        canvas.stroke(canvas.between(3, 8));
        canvas.pen.drawRoundRect(8, 8, canvas.width - 16, canvas.height - 16, 24, 24);
        double size = canvas.height * canvas.between(0.2, 0.3);
        for (double y = canvas.height * 0.18; y < canvas.height * 0.72; y += size * 1.5) {
            double x = canvas.width * 0.12;
            while (x < canvas.width * 0.84) {
                letter(canvas, x, y, size * 0.55, size, size * 0.13);
                x += size * 0.8;
            }
        }
    }

    static void code(Canvas canvas) {
        canvas.pen.setColor(canvas.near(new Color(32, 34, 42), 8));
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
        double size = canvas.between(6, 9);
        int indent = 0;
        for (double y = 8; y < canvas.height - 8; y += size * 1.8) {
            indent = Math.max(0, Math.min(4, indent + canvas.whole(-1, 1)));
            double x = 10 + indent * size * 2.5;
            for (int word = 0; word < canvas.whole(1, 4); word++) {
                canvas.pen.setColor(canvas.near(
                        canvas.oneOf(new Color(220, 220, 200), new Color(240, 120, 130), new Color(120, 200, 240)),
                        10));
                double end = x + canvas.between(15, 60);
                line(canvas, x, y, end, size);
                x = end + size;
            }
        }
    }

    private static void paper(Canvas canvas) {
        canvas.pen.setColor(canvas.near(new Color(242, 240, 232), 7));
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
    }

    private static Color ink(Canvas canvas) {
        return canvas.near(canvas.oneOf(new Color(30, 30, 34), new Color(40, 50, 120)), 8);
    }

    private static void line(Canvas canvas, double from, double y, double to, double size) {
        double x = from;
        while (x < to) {
            for (int n = canvas.whole(2, 8); n > 0 && x < to; n--) {
                letter(canvas, x, y, size * 0.5, size, size * 0.13);
                x += size * 0.72;
            }
            x += size * 0.7;
        }
    }

    private static void letter(Canvas canvas, double x, double y, double wide, double high, double stroke) {
        canvas.stroke(stroke);
        for (int i = canvas.whole(2, 4); i > 0; i--) {
            double x1 = x + wide * canvas.whole(0, 2) / 2;
            double y1 = y + high * canvas.whole(0, 2) / 2;
            double x2 = x + wide * canvas.whole(0, 2) / 2;
            double y2 = y + high * canvas.whole(0, 2) / 2;
            if (canvas.chance(0.35)) {
                canvas.pen.draw(new QuadCurve2D.Double(x1, y1, x + wide, y + high / 2, x2, y2));
            } else {
                canvas.line(x1, y1, x2, y2);
            }
        }
    }
}
