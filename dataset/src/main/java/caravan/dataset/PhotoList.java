package caravan.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Which photos the example consists of and where they are published.
 *
 * @param photos every photo of both arrivals
 * @param repository URL of the public git repository that holds them
 * @param commit the commit that the sums belong to
 * @param folder path within the repository, above {@code data} and {@code delta}
 */
public record PhotoList(List<Photo> photos, String repository, String commit, String folder) {

    /** The example's list, from this module's resources. */
    public static PhotoList example() {
        Properties origin = new Properties();
        try (InputStream in = resource("origin.properties")) {
            origin.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PhotoList(
                sums(), origin.getProperty("repository"), origin.getProperty("commit"), origin.getProperty("folder"));
    }

    /**
     * Compares a folder with the list.
     *
     * @return empty where every photo is there with the right content, else the first that is not and why
     */
    public Optional<String> mismatch(Path root) {
        for (Photo photo : photos) {
            Path file = root.resolve(photo.path());
            if (!Files.isRegularFile(file)) {
                return Optional.of(photo.path() + " is missing in " + root);
            }
            String sum = Sha256.of(file);
            if (!sum.equals(photo.sha256())) {
                return Optional.of(file + " has SHA-256 " + sum + " instead of " + photo.sha256());
            }
        }
        return Optional.empty();
    }

    private static List<Photo> sums() {
        try (InputStream in = resource("SHA256SUMS")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> new Photo(line.substring(64).trim(), line.substring(0, 64)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = PhotoList.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("resource caravan/dataset/" + name + " is missing");
        }
        return in;
    }
}
