package caravan.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Cats and dogs drawn from a seed: picture number {@code n} of a seed is always the same, even numbers are cats, odd ones
 * dogs. Pose, coat, light, surroundings, blur and noise vary.
 */
public final class DrawnPets {
    /** Changes with every change of what is drawn, so that cached pictures of an older edition are not used. */
    public static final int EDITION = 1;

    private final long seed;

    /** Pets of that seed. */
    public DrawnPets(long seed) {
        this.seed = seed;
    }

    /** The file name of a picture, whose prefix is its label: {@code cat.12.jpg}. */
    public String name(int number) {
        return species(number).name().toLowerCase(java.util.Locale.ROOT) + "." + number / 2 + ".jpg";
    }

    /** A picture as JPEG. */
    public byte[] jpeg(int number) {
        Random dice = new Random(mix(seed * 1_000_003 + number));
        Canvas canvas = new Canvas(200 + dice.nextInt(160), 200 + dice.nextInt(140), dice);
        Backdrop.draw(canvas);
        new DrawnPet(canvas, species(number)).draw();
        BufferedImage image = canvas.image;
        if (canvas.chance(0.35)) {
            image = Light.blur(image, 1);
        }
        double exposure = canvas.between(0.75, 1.15);
        double warmth = canvas.between(-0.08, 0.08);
        Light.tint(image, exposure * (1 + warmth), exposure, exposure * (1 - warmth));
        Light.noise(image, dice, canvas.between(0, 5));
        canvas.pen.dispose();
        return Pictures.jpeg(image, canvas.between(0.8, 0.95));
    }

    /**
     * Writes {@code count} pictures from number {@code first} on into the folder, one file each; files that are there
     * already are left as they are.
     */
    public void write(Path folder, int first, int count) {
        try {
            Files.createDirectories(folder);
            for (int number = first; number < first + count; number++) {
                Path file = folder.resolve(name(number));
                if (!Files.exists(file)) {
                    Path part = Files.createTempFile(folder, ".drawing-", ".jpg");
                    Files.write(part, jpeg(number));
                    Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (IOException e) {
            throw new DatasetException("cannot draw pets into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static DrawnPet.Species species(int number) {
        return number % 2 == 0 ? DrawnPet.Species.CAT : DrawnPet.Species.DOG;
    }

    /** Spreads neighbouring seeds far apart (the finaliser of SplitMix64). */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
