package caravan.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds pictures for the demo: given folders, else the folder that {@code CARAVAN_DATASET} names, else the cache or the
 * public git repository, else pets that Caravan draws.
 */
public final class Datasets {
    /** Environment variable: a folder with {@code data/} and {@code delta/}. */
    public static final String VARIABLE = "CARAVAN_DATASET";

    private static final long SEED = 20_260;

    private final PhotoList list;
    private final Path cache;
    private final Map<String, String> environment;
    private final Duration fetchAtMost;

    /**
     * @param cache folder that fetched photos and drawn pets are kept in
     * @param environment the process's environment
     */
    public Datasets(Path cache, Map<String, String> environment) {
        this(PhotoList.example(), cache, environment, Duration.ofMinutes(2));
    }

    Datasets(PhotoList list, Path cache, Map<String, String> environment, Duration fetchAtMost) {
        this.list = list;
        this.cache = cache;
        this.environment = environment;
        this.fetchAtMost = fetchAtMost;
    }

    /**
     * The pictures to use.
     *
     * @param data a user's own first arrival; with {@code delta} or not at all
     * @param delta a user's own second arrival
     * @param progress told what takes long, for people
     */
    public Dataset obtain(Optional<Path> data, Optional<Path> delta, Consumer<String> progress) {
        if (data.isPresent() != delta.isPresent()) {
            throw new DatasetException("--data and --delta belong together: give both folders or none");
        }
        if (data.isPresent()) {
            return own(data.get(), delta.orElseThrow(), "given by --data and --delta");
        }
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            Path root = Path.of(named);
            if (list.mismatch(root).isEmpty()) {
                return photos(root, "in $" + VARIABLE + ", " + root);
            }
            if (Files.isDirectory(root.resolve("data")) && Files.isDirectory(root.resolve("delta"))) {
                return own(root.resolve("data"), root.resolve("delta"), "in $" + VARIABLE + ", " + root);
            }
            progress.accept("$" + VARIABLE + " names " + root + ", which has no data/ and delta/: looking elsewhere");
        }
        try {
            return photos(fetched(progress), "of " + list.repository());
        } catch (DatasetException e) {
            return drawn(e.getMessage(), progress);
        }
    }

    /** The folder with the example's photos, fetched into the cache where they are not there yet. */
    public Path fetched(Consumer<String> progress) {
        Path target = cache.resolve("photos");
        if (list.mismatch(target).isEmpty()) {
            return target;
        }
        progress.accept("fetching " + list.photos().size() + " photos from " + list.repository());
        Folders.delete(target);
        new GitPhotos(list, fetchAtMost).fetch(target);
        return target;
    }

    /** Copies the example's photos from a folder with {@code data/} and {@code delta/} into the cache, each checked. */
    public Path keep(Path root) {
        list.mismatch(root).ifPresent(what -> {
            throw new DatasetException("these are not the example's photos: " + what);
        });
        Path target = cache.resolve("photos");
        if (list.mismatch(target).isPresent()) {
            Folders.delete(target);
            try {
                Files.createDirectories(cache);
                Path part = Files.createTempDirectory(cache, "copying-");
                for (Photo photo : list.photos()) {
                    Path copy = part.resolve(photo.path());
                    Files.createDirectories(copy.getParent());
                    Files.copy(root.resolve(photo.path()), copy);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new DatasetException("cannot copy the photos to " + target + ": " + e.getMessage(), e);
            }
        }
        return target;
    }

    private Dataset drawn(String why, Consumer<String> progress) {
        Path root = cache.resolve("drawn-" + DrawnPets.EDITION);
        progress.accept("drawing pets, for the photos cannot be had: " + why);
        DrawnPets pets = new DrawnPets(SEED);
        pets.write(root.resolve("data"), 0, 124);
        pets.write(root.resolve("delta"), 124, 96);
        return new Dataset(Dataset.Kind.DRAWN, root.resolve("data"), root.resolve("delta"), why);
    }

    private static Dataset photos(Path root, String note) {
        return new Dataset(Dataset.Kind.PHOTOS, root.resolve("data"), root.resolve("delta"), note);
    }

    private static Dataset own(Path data, Path delta, String note) {
        for (Path folder : new Path[] {data, delta}) {
            if (!Files.isDirectory(folder)) {
                throw new DatasetException(folder + " is no folder (" + note + ")");
            }
            if (Folders.files(folder).isEmpty()) {
                throw new DatasetException(folder + " holds no files (" + note + ")");
            }
        }
        return new Dataset(Dataset.Kind.OWN, data, delta, note);
    }
}
