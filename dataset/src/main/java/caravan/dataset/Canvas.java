package caravan.dataset;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** A picture being drawn, with the dice that vary it. All chance comes from one seed. */
final class Canvas {
    final BufferedImage image;
    final Graphics2D pen;
    final Random dice;
    final int width;
    final int height;

    Canvas(int width, int height, Random dice) {
        this.width = width;
        this.height = height;
        this.dice = dice;
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** A number between the bounds. */
    double between(double low, double high) {
        return low + (high - low) * dice.nextDouble();
    }

    /** A whole number from low to high, both included. */
    int whole(int low, int high) {
        return low + dice.nextInt(high - low + 1);
    }

    /** Whether something of that probability happens. */
    boolean chance(double probability) {
        return dice.nextDouble() < probability;
    }

    /** One of several. */
    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[dice.nextInt(choices.length)];
    }

    /** Any colour. */
    Color anyColor() {
        return Color.getHSBColor(dice.nextFloat(), (float) between(0.15, 0.95), (float) between(0.25, 1));
    }

    /** A colour near another one. */
    Color near(Color color, double spread) {
        double light = dice.nextGaussian() * spread;
        return new Color(
                clamp(color.getRed() + light + dice.nextGaussian() * spread / 3),
                clamp(color.getGreen() + light + dice.nextGaussian() * spread / 3),
                clamp(color.getBlue() + light + dice.nextGaussian() * spread / 3));
    }

    void stroke(double width) {
        pen.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    void line(double x1, double y1, double x2, double y2) {
        Path2D path = new Path2D.Double();
        path.moveTo(x1, y1);
        path.lineTo(x2, y2);
        pen.draw(path);
    }

    /** An ellipse around a centre. */
    static Shape oval(double x, double y, double rx, double ry) {
        return new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry);
    }

    /** A closed polygon of x, y pairs. */
    static Path2D polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    static Color scale(Color color, double factor) {
        return new Color(
                clamp(color.getRed() * factor), clamp(color.getGreen() * factor), clamp(color.getBlue() * factor));
    }

    static Color mix(Color one, Color other, double share) {
        return new Color(
                clamp(one.getRed() * (1 - share) + other.getRed() * share),
                clamp(one.getGreen() * (1 - share) + other.getGreen() * share),
                clamp(one.getBlue() * (1 - share) + other.getBlue() * share));
    }

    static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
