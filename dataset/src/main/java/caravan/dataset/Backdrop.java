package caravan.dataset;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Shape;
import java.awt.image.BufferedImage;

/** What stands behind a drawn pet: a lawn, a room, a carpet, a blanket, a wall or blurred lights. */
final class Backdrop {
    private Backdrop() {}

    static void draw(Canvas canvas) {
        switch (canvas.whole(0, 5)) {
            case 0 -> lawn(canvas);
            case 1 -> room(canvas);
            case 2 -> carpet(canvas);
            case 3 -> blanket(canvas);
            case 4 -> wall(canvas);
            default -> lights(canvas);
        }
    }

    private static void lawn(Canvas canvas) {
        double horizon = canvas.height * canvas.between(0.15, 0.5);
        gradient(canvas, canvas.near(new Color(150, 190, 225), 14), canvas.near(new Color(215, 225, 225), 10));
        canvas.pen.setColor(canvas.near(new Color(80, 120, 55), 14));
        canvas.pen.fillRect(0, (int) horizon, canvas.width, canvas.height);
        canvas.stroke(1.3);
        for (int i = 0; i < 900; i++) {
            double x = canvas.dice.nextDouble() * canvas.width;
            double y = horizon + canvas.dice.nextDouble() * (canvas.height - horizon);
            canvas.pen.setColor(canvas.near(new Color(85, 130, 60), 20));
            canvas.line(x, y, x + canvas.dice.nextGaussian() * 3, y - canvas.between(4, 12));
        }
    }

    private static void room(Canvas canvas) {
        Color wall = canvas.near(
                canvas.oneOf(new Color(214, 204, 188), new Color(185, 196, 200), new Color(170, 150, 132)), 12);
        gradient(canvas, wall, Canvas.scale(wall, 0.85));
        int floor = (int) (canvas.height * canvas.between(0.6, 0.8));
        Color wood = canvas.near(new Color(150, 105, 66), 14);
        canvas.pen.setColor(wood);
        canvas.pen.fillRect(0, floor, canvas.width, canvas.height);
        canvas.stroke(1.2);
        for (int y = floor; y < canvas.height; y += 9) {
            canvas.pen.setColor(Canvas.scale(wood, canvas.between(0.7, 0.95)));
            canvas.line(0, y, canvas.width, y);
        }
        canvas.pen.setColor(canvas.near(new Color(110, 90, 95), 30));
        double x = canvas.between(-0.2, 0.8) * canvas.width;
        canvas.pen.fill(new java.awt.geom.RoundRectangle2D.Double(
                x, floor - canvas.height * 0.4, canvas.width * 0.45, canvas.height * 0.48, 18, 18));
    }

    private static void carpet(Canvas canvas) {
        Color ground =
                canvas.near(canvas.oneOf(new Color(160, 70, 62), new Color(90, 96, 120), new Color(186, 170, 140)), 12);
        canvas.pen.setColor(ground);
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
        canvas.stroke(1.4);
        for (int i = 0; i < 1500; i++) {
            double x = canvas.dice.nextDouble() * canvas.width;
            double y = canvas.dice.nextDouble() * canvas.height;
            canvas.pen.setColor(canvas.near(ground, 14));
            canvas.line(x, y, x + canvas.between(-3, 3), y + canvas.between(-3, 3));
        }
    }

    private static void blanket(Canvas canvas) {
        Color cloth = canvas.near(
                canvas.oneOf(new Color(200, 190, 205), new Color(125, 145, 165), new Color(210, 180, 150)), 14);
        gradient(canvas, Canvas.scale(cloth, 1.1), Canvas.scale(cloth, 0.8));
        for (int i = 0; i < 9; i++) {
            double y = canvas.dice.nextDouble() * canvas.height;
            canvas.pen.setColor(canvas.near(cloth, 14));
            canvas.stroke(canvas.between(4, 16));
            canvas.pen.draw(new java.awt.geom.CubicCurve2D.Double(
                    0,
                    y,
                    canvas.width * 0.3,
                    y + canvas.between(-60, 60),
                    canvas.width * 0.7,
                    y + canvas.between(-60, 60),
                    canvas.width,
                    y + canvas.between(-30, 30)));
        }
    }

    private static void wall(Canvas canvas) {
        Color top = canvas.near(new Color(canvas.whole(90, 220), canvas.whole(90, 220), canvas.whole(90, 220)), 8);
        gradient(canvas, top, Canvas.scale(top, canvas.between(0.6, 0.95)));
    }

    private static void lights(Canvas canvas) {
        Color ground = canvas.near(new Color(80, 85, 80), 26);
        gradient(canvas, ground, Canvas.scale(ground, 0.7));
        for (int i = 0; i < 26; i++) {
            Color light = canvas.near(Canvas.mix(ground, canvas.anyColor(), 0.35), 16);
            Shape spot = Canvas.oval(
                    canvas.dice.nextDouble() * canvas.width,
                    canvas.dice.nextDouble() * canvas.height,
                    canvas.between(10, 46),
                    canvas.between(10, 46));
            canvas.pen.setColor(new Color(light.getRed(), light.getGreen(), light.getBlue(), 150));
            canvas.pen.fill(spot);
        }
        BufferedImage soft = Light.blur(canvas.image, 5);
        canvas.pen.drawImage(soft, 0, 0, null);
    }

    private static void gradient(Canvas canvas, Color top, Color bottom) {
        canvas.pen.setPaint(new GradientPaint(0, 0, top, 0, canvas.height, bottom));
        canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
    }
}
