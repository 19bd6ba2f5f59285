package caravan.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Pictures that show no animal, drawn from a seed: textures, text, charts, shapes and noise, taking turns. */
public final class ForeignPictures {
    private static final List<Consumer<Canvas>> KINDS = List.of(
            Textures::bricks,
            Texts::page,
            Charts::bars,
            Shapes::solids,
            Textures::noise,
            Textures::stripes,
            Texts::table,
            Charts::lines,
            Shapes::rings,
            Textures::clouds,
            Textures::checkers,
            Texts::sign,
            Charts::pie,
            Shapes::maze,
            Textures::mosaic,
            Textures::weave,
            Texts::code,
            Charts::scatter,
            Shapes::skyline,
            Shapes::circuit);

    private final long seed;

    /** Foreign pictures of that seed. */
    public ForeignPictures(long seed) {
        this.seed = seed;
    }

    /** Picture number {@code number} as JPEG: the same for the same seed. */
    public byte[] jpeg(int number) {
        Random dice = new Random(DrawnPets.mix(seed * 1_000_003 + number));
        Canvas canvas = new Canvas(200 + dice.nextInt(160), 200 + dice.nextInt(140), dice);
        KINDS.get(Math.floorMod(number, KINDS.size())).accept(canvas);
        BufferedImage image = canvas.image;
        Light.noise(image, dice, canvas.between(0, 4));
        canvas.pen.dispose();
        return Pictures.jpeg(image, canvas.between(0.8, 0.95));
    }

    /** Writes the first {@code count} pictures into the folder: {@code foreign.0.jpg} and so on. */
    public void write(Path folder, int count) {
        try {
            Files.createDirectories(folder);
            for (int number = 0; number < count; number++) {
                Files.write(folder.resolve("foreign." + number + ".jpg"), jpeg(number));
            }
        } catch (IOException e) {
            throw new DatasetException("cannot draw foreign pictures into " + folder + ": " + e.getMessage(), e);
        }
    }
}
