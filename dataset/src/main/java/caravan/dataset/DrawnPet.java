package caravan.dataset;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;

/** Draws one cat or dog onto a canvas: sitting or a portrait. Coat, light and surroundings tell nothing about which. */
final class DrawnPet {
    /** Cat or dog. */
    enum Species {
        CAT,
        DOG
    }

    private static final Color[] COATS = {
        new Color(205, 140, 75), new Color(120, 85, 55), new Color(70, 62, 58), new Color(222, 205, 178),
        new Color(150, 146, 142), new Color(180, 120, 70), new Color(240, 235, 226), new Color(98, 92, 96)
    };

    private final Canvas canvas;
    private final Species species;
    private final Color coat;
    private final Color light;
    private final Color dark;

    DrawnPet(Canvas canvas, Species species) {
        this.canvas = canvas;
        this.species = species;
        coat = canvas.near(canvas.oneOf(COATS), 9);
        light = Canvas.mix(coat, Color.WHITE, canvas.between(0.35, 0.65));
        dark = Canvas.scale(coat, canvas.between(0.45, 0.7));
    }

    /** Draws it somewhere near the middle, larger or smaller, a little tilted, perhaps mirrored. */
    void draw() {
        AffineTransform before = canvas.pen.getTransform();
        double unit = Math.min(canvas.width, canvas.height) / 2.0;
        canvas.pen.translate(
                canvas.width / 2.0 + canvas.between(-0.12, 0.12) * canvas.width,
                canvas.height / 2.0 + canvas.between(-0.06, 0.08) * canvas.height);
        canvas.pen.rotate(Math.toRadians(canvas.between(-9, 9)));
        double size = unit * canvas.between(0.8, 1.05);
        canvas.pen.scale(canvas.chance(0.5) ? size : -size, size);
        if (canvas.chance(0.35)) {
            canvas.pen.scale(1.45, 1.45);
            canvas.pen.translate(0, 0.08);
            neck();
            head();
        } else {
            canvas.pen.translate(0, -0.02);
            sitting();
        }
        canvas.pen.setTransform(before);
    }

    private void sitting() {
        tail();
        double belly = canvas.between(0.36, 0.44);
        Shape body = Canvas.oval(0, 0.5, species == Species.CAT ? belly * 0.9 : belly, 0.5);
        fur(Canvas.oval(0, -0.08, belly * 0.5, 0.3), coat, 160, 0.06);
        fur(body, coat, 700, 0.06);
        for (int side = -1; side <= 1; side += 2) {
            fur(Canvas.oval(side * 0.34, 0.8, 0.17, 0.2), Canvas.scale(coat, 0.93), 160, 0.05);
            double thick = species == Species.CAT ? 0.075 : 0.1;
            fur(Canvas.oval(side * 0.15, 0.68, thick, 0.32), Canvas.scale(coat, 1.04), 170, 0.05);
            fur(Canvas.oval(side * 0.16, 0.96, thick * 1.35, 0.065), light, 60, 0.03);
        }
        fur(Canvas.oval(0, 0.32, 0.2, 0.2), light, 160, 0.06);
        AffineTransform before = canvas.pen.getTransform();
        canvas.pen.translate(canvas.between(-0.08, 0.08), -0.38);
        canvas.pen.rotate(Math.toRadians(canvas.between(-12, 12)));
        double head = species == Species.CAT ? 0.82 : 0.88;
        canvas.pen.scale(head, head);
        head();
        canvas.pen.setTransform(before);
    }

    private void tail() {
        canvas.pen.setColor(Canvas.scale(coat, 0.85));
        if (species == Species.CAT) {
            canvas.stroke(0.1);
            double x = canvas.between(0.6, 0.85);
            canvas.pen.draw(
                    new CubicCurve2D.Double(0.3, 0.85, 0.9, 0.95, x, 0.45, x - 0.15, canvas.between(-0.1, 0.3)));
        } else {
            canvas.stroke(0.15);
            canvas.pen.draw(new QuadCurve2D.Double(0.3, 0.8, 0.6, 0.8, 0.68, canvas.between(0.45, 0.65)));
        }
    }

    private void neck() {
        fur(Canvas.oval(0, 0.75, species == Species.CAT ? 0.42 : 0.48, 0.55), Canvas.scale(coat, 0.95), 500, 0.07);
    }

    private void head() {
        if (species == Species.CAT) {
            catHead();
        } else {
            dogHead();
        }
    }

    private void catHead() {
        double spread = canvas.between(0.9, 1.1);
        for (int side = -1; side <= 1; side += 2) {
            double s = side * spread;
            fur(Canvas.polygon(s * 0.12, -0.3, s * 0.43, -0.72, s * 0.47, -0.1), dark, 130, 0.05);
            canvas.pen.setColor(canvas.near(new Color(222, 160, 150), 8));
            canvas.pen.fill(Canvas.polygon(s * 0.22, -0.3, s * 0.4, -0.6, s * 0.42, -0.2));
        }
        Area face = new Area(Canvas.oval(0, 0, 0.48, 0.4));
        face.add(new Area(Canvas.oval(0, 0.12, 0.43, 0.27)));
        fur(face, coat, 750, 0.06);
        if (canvas.chance(0.6)) {
            stripes();
        }
        fur(Canvas.oval(-0.11, 0.19, 0.14, 0.11), light, 90, 0.035);
        fur(Canvas.oval(0.11, 0.19, 0.14, 0.11), light, 90, 0.035);
        Color iris = canvas.near(
                canvas.oneOf(new Color(150, 190, 70), new Color(220, 180, 60), new Color(110, 170, 160)), 10);
        double slit = canvas.between(0.018, 0.05);
        for (int side = -1; side <= 1; side += 2) {
            eyeAlmond(side * 0.2, -0.04, side, iris, slit);
        }
        canvas.pen.setColor(canvas.near(new Color(205, 120, 120), 10));
        canvas.pen.fill(Canvas.polygon(-0.055, 0.1, 0.055, 0.1, 0, 0.16));
        canvas.pen.setColor(new Color(70, 45, 45));
        canvas.stroke(0.014);
        canvas.pen.draw(new QuadCurve2D.Double(0, 0.16, -0.01, 0.25, -0.12, 0.24));
        canvas.pen.draw(new QuadCurve2D.Double(0, 0.16, 0.01, 0.25, 0.12, 0.24));
        whiskers();
    }

    private void eyeAlmond(double x, double y, int side, Color iris, double slit) {
        Path2D eye = new Path2D.Double();
        eye.moveTo(x - side * 0.11, y + 0.04);
        eye.quadTo(x - side * 0.01, y - 0.11, x + side * 0.115, y - 0.035);
        eye.quadTo(x + side * 0.03, y + 0.09, x - side * 0.11, y + 0.04);
        eye.closePath();
        canvas.pen.setColor(iris);
        canvas.pen.fill(eye);
        canvas.pen.setColor(new Color(20, 18, 16));
        canvas.stroke(0.018);
        canvas.pen.draw(eye);
        canvas.pen.fill(Canvas.oval(x, y - 0.005, slit, 0.068));
        canvas.pen.setColor(Color.WHITE);
        canvas.pen.fill(Canvas.oval(x + 0.03, y - 0.03, 0.014, 0.014));
    }

    private void stripes() {
        canvas.pen.setColor(dark);
        canvas.stroke(canvas.between(0.022, 0.036));
        for (int i = -2; i <= 2; i++) {
            canvas.line(i * 0.055, -0.36 + Math.abs(i) * 0.02, i * 0.045, -0.2 + Math.abs(i) * 0.01);
        }
        for (int side = -1; side <= 1; side += 2) {
            for (int i = 0; i < 3; i++) {
                canvas.line(side * 0.45, 0.02 + i * 0.08, side * 0.31, 0.05 + i * 0.06);
            }
        }
    }

    private void whiskers() {
        canvas.pen.setColor(new Color(245, 245, 240));
        canvas.stroke(0.009);
        for (int side = -1; side <= 1; side += 2) {
            for (int i = 0; i < 4; i++) {
                double end = 0.08 + i * 0.075 + canvas.between(-0.03, 0.03);
                canvas.pen.draw(new QuadCurve2D.Double(
                        side * 0.12, 0.17 + i * 0.02, side * 0.35, end - 0.02, side * canvas.between(0.55, 0.68), end));
            }
        }
    }

    private void dogHead() {
        double hang = canvas.between(0.3, 0.42);
        Color ear = canvas.chance(0.7) ? dark : Canvas.scale(coat, 0.85);
        fur(Canvas.oval(0, -0.08, 0.36, 0.42), coat, 650, 0.06);
        if (canvas.chance(0.4)) {
            fur(Canvas.oval(0, -0.28, 0.09, 0.22), light, 110, 0.04);
        }
        for (int side = -1; side <= 1; side += 2) {
            Path2D flap = new Path2D.Double();
            flap.moveTo(side * 0.2, -0.42);
            flap.curveTo(side * 0.5, -0.5, side * 0.56, -0.1, side * 0.5, hang - 0.1);
            flap.curveTo(side * 0.46, hang, side * 0.34, hang - 0.02, side * 0.3, -0.1);
            flap.closePath();
            fur(flap, ear, 260, 0.07);
        }
        fur(Canvas.oval(0, 0.2, 0.27, 0.27), light, 360, 0.045);
        boolean tongue = canvas.chance(0.55);
        if (tongue) {
            canvas.pen.setColor(canvas.near(new Color(228, 110, 125), 9));
            canvas.pen.fill(Canvas.oval(0.02, 0.45, 0.085, 0.17));
            canvas.pen.setColor(new Color(190, 80, 95));
            canvas.stroke(0.01);
            canvas.line(0.02, 0.38, 0.02, 0.55);
            fur(Canvas.oval(0, 0.22, 0.25, 0.17), light, 160, 0.04);
        }
        for (int side = -1; side <= 1; side += 2) {
            double x = side * 0.165;
            canvas.pen.setColor(new Color(28, 20, 16));
            canvas.pen.fill(Canvas.oval(x, -0.12, 0.068, 0.07));
            canvas.pen.setColor(canvas.near(new Color(105, 65, 35), 8));
            canvas.pen.fill(Canvas.oval(x, -0.12, 0.052, 0.054));
            canvas.pen.setColor(new Color(15, 12, 10));
            canvas.pen.fill(Canvas.oval(x, -0.12, 0.033, 0.034));
            canvas.pen.setColor(Color.WHITE);
            canvas.pen.fill(Canvas.oval(x + 0.022, -0.142, 0.014, 0.014));
        }
        canvas.pen.setColor(new Color(26, 22, 22));
        Area nose = new Area(Canvas.oval(0, 0.08, 0.115, 0.075));
        nose.add(new Area(Canvas.polygon(-0.08, 0.1, 0.08, 0.1, 0, 0.19)));
        canvas.pen.fill(nose);
        canvas.pen.setColor(new Color(120, 115, 115));
        canvas.pen.fill(Canvas.oval(-0.035, 0.05, 0.03, 0.016));
        canvas.pen.setColor(new Color(45, 32, 30));
        canvas.stroke(0.018);
        canvas.line(0, 0.18, 0, 0.28);
        canvas.pen.draw(new QuadCurve2D.Double(0, 0.28, -0.08, 0.37, -0.2, 0.27));
        canvas.pen.draw(new QuadCurve2D.Double(0, 0.28, 0.08, 0.37, 0.2, 0.27));
    }

    /** Fills a shape and covers it with short hairs that hang down and outwards. */
    private void fur(Shape shape, Color color, int hairs, double length) {
        canvas.pen.setColor(color);
        canvas.pen.fill(shape);
        java.awt.geom.Rectangle2D box = shape.getBounds2D();
        canvas.stroke(0.011);
        for (int i = 0; i < hairs; i++) {
            double x = box.getX() + canvas.dice.nextDouble() * box.getWidth();
            double y = box.getY() + canvas.dice.nextDouble() * box.getHeight();
            double lean = (x - box.getCenterX()) / box.getWidth() + canvas.dice.nextGaussian() * 0.25;
            double shade = canvas.dice.nextGaussian() * 0.11 + 1.06 - 0.16 * (y - box.getY()) / box.getHeight();
            if (shape.contains(x, y)) {
                canvas.pen.setColor(Canvas.scale(color, shade));
                canvas.line(x, y, x + lean * length, y + length * canvas.between(0.5, 1.1));
            }
        }
    }
}
