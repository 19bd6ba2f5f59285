package caravan.dataset;

import java.awt.Color;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Charts of invented numbers. */
final class Charts {
    private Charts() {}

    static void bars(Canvas canvas) {
        axes(canvas);
        int count = canvas.whole(4, 12);
        double wide = (canvas.width - 50.0) / count;
        Color one = canvas.anyColor();
        boolean mixed = canvas.chance(0.5);
        for (int i = 0; i < count; i++) {
            double high = canvas.between(0.08, 0.85) * (canvas.height - 40);
            canvas.pen.setColor(mixed ? canvas.anyColor() : one);
            canvas.pen.fill(new Rectangle2D.Double(32 + i * wide, canvas.height - 22 - high, wide * 0.75, high));
        }
    }

    static void lines(Canvas canvas) {
        axes(canvas);
        for (int n = canvas.whole(2, 4); n > 0; n--) {
            canvas.pen.setColor(canvas.anyColor());
            canvas.stroke(canvas.between(1.5, 3.5));
            Path2D path = new Path2D.Double();
            double y = canvas.between(0.2, 0.8) * canvas.height;
            path.moveTo(30, y);
            for (double x = 40; x < canvas.width - 8; x += 9) {
                y = Math.max(10, Math.min(canvas.height - 26, y + canvas.dice.nextGaussian() * 12));
                path.lineTo(x, y);
            }
            canvas.pen.draw(path);
        }
    }

    static void pie(Canvas canvas) {
        white(canvas);
        double size = Math.min(canvas.width, canvas.height) * canvas.between(0.7, 0.9);
        double start = canvas.between(0, 360);
        double left = 360;
        while (left > 0) {
            double part = Math.min(left, canvas.between(20, 130));
            canvas.pen.setColor(canvas.anyColor());
            canvas.pen.fill(new Arc2D.Double(
                    (canvas.width - size) / 2, (canvas.height - size) / 2, size, size, start, part, Arc2D.PIE));
            start += part;
            left -= part;
        }
    }

    static void scatter(Canvas canvas) {
        axes(canvas);
        for (int group = canvas.whole(2, 4); group > 0; group--) {
            canvas.pen.setColor(canvas.anyColor());
            double x = canvas.between(0.25, 0.8) * canvas.width;
            double y = canvas.between(0.2, 0.75) * canvas.height;
            double spread = canvas.between(8, 34);
            for (int i = 0; i < 60; i++) {
                canvas.pen.fill(Canvas.oval(
                        x + canvas.dice.nextGaussian() * spread, y + canvas.dice.nextGaussian() * spread, 2.6, 2.6));
            }
        }
    }

    private static void axes(Canvas canvas) {
        white(canvas);
        canvas.stroke(1);
        canvas.pen.setColor(new Color(215, 215, 220));
        for (int i = 0; i < 6; i++) {
            double y = 14 + i * (canvas.height - 36) / 6.0;
            canvas.line(28, y, canvas.width - 6, y);
        }
        canvas.stroke(1.6);
        canvas.pen.setColor(new Color(60, 60, 66));
        canvas.line(28, 8, 28, canvas.height - 22);
        canvas.line(28, canvas.height - 22, canvas.width - 6, canvas.height - 22);
    }

    private static void white(Canvas canvas) {
        canvas.pen.setColor(canvas.near(new Color(250, 250, 250), 3));
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
    }
}
