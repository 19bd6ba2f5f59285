package caravan.model;

import caravan.engine.PictureTensor;
import caravan.model.onnx.Graph;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** Pictures of coloured patches (reddish cats, bluish dogs) and a backbone that sees 48 mean colours. */
final class Patches {
    private static final int SIDE = 32;

    private Patches() {}

    /** A small backbone. */
    static Path backbone(Path file) throws IOException {
        return backbone(file, 56);
    }

    /** A small backbone that looks at patches of that size. */
    static Path backbone(Path file, long size) throws IOException {
        Graph graph = Graph.named("patches");
        graph.input("picture", 3, PictureTensor.SIDE, PictureTensor.SIDE);
        graph.node(
                "AveragePool",
                "pooled",
                List.of("picture"),
                new Graph.Wholes("kernel_shape", List.of(size, size)),
                new Graph.Wholes("strides", List.of(size, size)));
        graph.node("Flatten", "features", List.of("pooled"), new Graph.Whole("axis", 1));
        graph.output("features", 3 * (PictureTensor.SIDE / size) * (PictureTensor.SIDE / size));
        return Files.write(file, graph.bytes());
    }

    /** The picture of a number: even numbers are cats, odd ones dogs. */
    static byte[] png(int number) {
        Random dice = new Random(number);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        for (int y = 0; y < SIDE; y += 8) {
            for (int x = 0; x < SIDE; x += 8) {
                int warm = 80 + dice.nextInt(120) + (number % 2 == 0 ? 40 : 0);
                int cold = 80 + dice.nextInt(120) + (number % 2 == 0 ? 0 : 40);
                pen.setColor(new Color(warm, dice.nextInt(256), cold));
                pen.fillRect(x, y, 8, 8);
            }
        }
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The file name of a number's picture. */
    static String name(int number) {
        return (number % 2 == 0 ? "cat." : "dog.") + number + ".png";
    }

    /** Files with the pictures of these numbers. */
    static Map<String, byte[]> files(int from, int to) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int number = from; number < to; number++) {
            files.put("/" + name(number), png(number));
        }
        return files;
    }
}
