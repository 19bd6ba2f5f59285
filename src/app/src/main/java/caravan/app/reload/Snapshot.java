package caravan.app.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a folder with a suffix, and their contents, at one moment. */
record Snapshot(Map<Path, byte[]> files) {
    static Snapshot of(Path folder, String suffix) {
        Map<Path, byte[]> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return new Snapshot(files);
        }
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> all = found.filter(f -> f.getFileName().toString().endsWith(suffix))
                    .toList();
            for (Path file : all) {
                try {
                    files.put(file, Files.readAllBytes(file));
                } catch (NoSuchFileException e) {
                    // removed since it was listed: as if it had not been there
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
        }
        return new Snapshot(files);
    }

    /** The files that are new or other than before. */
    List<Path> changed(Snapshot before) {
        return files.entrySet().stream()
                .filter(e -> !Arrays.equals(e.getValue(), before.files.get(e.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The files that were there before and are no more. */
    List<Path> gone(Snapshot before) {
        return before.files.keySet().stream().filter(f -> !files.containsKey(f)).toList();
    }

    boolean same(Snapshot other) {
        return changed(other).isEmpty() && gone(other).isEmpty();
    }
}
