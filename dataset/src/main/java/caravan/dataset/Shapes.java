package caravan.dataset;

import java.awt.Color;
import java.awt.geom.Rectangle2D;

/** Things with edges: solids, rings, mazes, skylines, circuit boards. */
final class Shapes {
    private Shapes() {}

    static void solids(Canvas canvas) {
        ground(canvas, canvas.anyColor());
        for (int n = canvas.whole(6, 16); n > 0; n--) {
            canvas.pen.setColor(canvas.anyColor());
            double x = canvas.dice.nextDouble() * canvas.width;
            double y = canvas.dice.nextDouble() * canvas.height;
            double size = canvas.between(14, 60);
            switch (canvas.whole(0, 2)) {
                case 0 -> canvas.pen.fill(Canvas.oval(x, y, size, size));
                case 1 -> canvas.pen.fill(new Rectangle2D.Double(x - size, y - size / 2, size * 2, size));
                default -> canvas.pen.fill(Canvas.polygon(x, y - size, x + size, y + size, x - size, y + size));
            }
        }
    }

    static void rings(Canvas canvas) {
        ground(canvas, canvas.anyColor());
        double x = canvas.between(0.35, 0.65) * canvas.width;
        double y = canvas.between(0.35, 0.65) * canvas.height;
        double step = canvas.between(5, 16);
        canvas.stroke(step * canvas.between(0.3, 0.6));
        Color color = canvas.anyColor();
        boolean mixed = canvas.chance(0.5);
        for (double r = step; r < canvas.width; r += step) {
            canvas.pen.setColor(mixed ? canvas.anyColor() : color);
            canvas.pen.draw(Canvas.oval(x, y, r, r));
        }
    }

    static void maze(Canvas canvas) {
        ground(canvas, Canvas.mix(canvas.anyColor(), Color.WHITE, 0.7));
        canvas.pen.setColor(Canvas.scale(canvas.anyColor(), 0.4));
        double size = canvas.between(10, 22);
        canvas.stroke(size * 0.28);
        for (double y = 0; y < canvas.height; y += size) {
            for (double x = 0; x < canvas.width; x += size) {
                if (canvas.chance(0.5)) {
                    canvas.line(x, y, x + size, y + size);
                } else {
                    canvas.line(x + size, y, x, y + size);
                }
            }
        }
    }

    static void skyline(Canvas canvas) {
        ground(canvas, canvas.near(new Color(120, 150, 200), 40));
        double x = 0;
        while (x < canvas.width) {
            double wide = canvas.between(26, 60);
            double high = canvas.between(0.3, 0.85) * canvas.height;
            Color wall = canvas.near(new Color(90, 90, 105), 30);
            canvas.pen.setColor(wall);
            canvas.pen.fill(new Rectangle2D.Double(x, canvas.height - high, wide, high));
            for (double wy = canvas.height - high + 6; wy < canvas.height - 6; wy += 13) {
                for (double wx = x + 5; wx < x + wide - 7; wx += 11) {
                    canvas.pen.setColor(canvas.chance(0.6) ? new Color(250, 230, 150) : Canvas.scale(wall, 0.5));
                    canvas.pen.fill(new Rectangle2D.Double(wx, wy, 6, 8));
                }
            }
            x += wide + canvas.between(0, 6);
        }
    }

    static void circuit(Canvas canvas) {
        ground(canvas, canvas.near(new Color(20, 95, 60), 15));
        canvas.pen.setColor(canvas.near(new Color(190, 170, 90), 12));
        for (int n = canvas.whole(25, 45); n > 0; n--) {
            double x = canvas.whole(0, canvas.width / 10) * 10;
            double y = canvas.whole(0, canvas.height / 10) * 10;
            canvas.stroke(2.2);
            double along = canvas.between(-90, 90);
            canvas.line(x, y, x + along, y);
            canvas.line(x + along, y, x + along, y + canvas.between(-70, 70));
            canvas.pen.fill(Canvas.oval(x, y, 4, 4));
        }
        for (int n = canvas.whole(2, 5); n > 0; n--) {
            canvas.pen.setColor(canvas.near(new Color(30, 30, 34), 6));
            double x = canvas.dice.nextDouble() * canvas.width;
            double y = canvas.dice.nextDouble() * canvas.height;
            double wide = canvas.between(25, 70);
            canvas.pen.fill(new Rectangle2D.Double(x, y, wide, canvas.between(20, 50)));
        }
    }

    private static void ground(Canvas canvas, Color color) {
        canvas.pen.setColor(color);
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
    }
}
