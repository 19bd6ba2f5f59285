package caravan.cli;

import caravan.dataset.Folders;
import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.port.DataPort;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Files on their way into one commit. A folder goes with its name, as {@code cp -r} has it, so that a label which is
 * the folder's name stays. Names that Pachyderm refuses are encoded.
 *
 * @param files by their path in the repo
 */
record Putting(Map<String, Path> files) {

    /**
     * Collects the files.
     *
     * @param what files and folders
     * @param to the folder in the repo that they go to
     * @throws IllegalArgumentException where one is missing, or two would have one path
     */
    static Putting of(List<Path> what, String to) {
        String base = ("/" + to + "/").replaceAll("/+", "/");
        if (List.of(base.split("/")).contains("..")) {
            throw new IllegalArgumentException("--to " + to + " leaves the repo");
        }
        Map<String, Path> files = new TreeMap<>();
        for (Path each : what) {
            Path at = each.toAbsolutePath().normalize();
            if (Files.isDirectory(at)) {
                List<Path> below = Folders.files(at);
                if (below.isEmpty()) {
                    throw new IllegalArgumentException(each + " holds no files");
                }
                String folder = at.getFileName() == null ? "" : at.getFileName() + "/";
                below.forEach(f -> add(files, base + folder + relative(at, f), f));
            } else if (Files.isRegularFile(at)) {
                add(files, base + at.getFileName(), at);
            } else {
                throw new IllegalArgumentException("there is no file or folder " + each);
            }
        }
        return new Putting(files);
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace(java.io.File.separatorChar, '/');
    }

    private static void add(Map<String, Path> files, String name, Path file) {
        String path = RepoPath.of(name);
        Path other = files.put(path, file);
        if (other != null && !other.equals(file)) {
            throw new IllegalArgumentException(
                    other + " and " + file + " would both be " + path + ": give them one by one with different --to");
        }
    }

    /** Their size in bytes. */
    long bytes() {
        long bytes = 0;
        for (Path file : files.values()) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw new CliException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return bytes;
    }

    /** Writes them as one commit, streaming. */
    Commit write(DataPort data, Branch branch, Console console) {
        AtomicInteger sent = new AtomicInteger();
        try (Console.Progress progress = console.progress("put", files.size())) {
            List<FileEdit> edits = new ArrayList<>();
            files.forEach((path, file) -> edits.add(new FileEdit.Put(path, (Source) () -> {
                progress.at(sent.getAndIncrement());
                return Files.newInputStream(file);
            })));
            data.edit(branch, edits);
            progress.at(files.size());
        }
        return data.head(branch)
                .orElseThrow(() -> new CliException("the branch " + branch + " was deleted meanwhile: put it again"));
    }

    /** Files whose name in the repo differs from theirs here. */
    long encoded() {
        return files.entrySet().stream()
                .filter(f -> !f.getKey().endsWith("/" + f.getValue().getFileName()))
                .count();
    }

    /** For people. */
    String size() {
        double bytes = bytes();
        return files.size() + (files.size() == 1 ? " file (" : " files (")
                + (bytes < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1_000)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000))
                + ")";
    }
}
