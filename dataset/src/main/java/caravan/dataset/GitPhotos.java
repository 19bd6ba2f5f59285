package caravan.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fetches the example's photos from their public git repository with the {@code git} command: one commit, one folder. */
final class GitPhotos {
    private final PhotoList list;
    private final Duration atMost;

    GitPhotos(PhotoList list, Duration atMost) {
        this.list = list;
        this.atMost = atMost;
    }

    /** Fetches, checks every sum and leaves the photos in {@code target}; nothing is left there otherwise. */
    void fetch(Path target) {
        Path clone = null;
        try {
            Files.createDirectories(target.getParent());
            clone = Files.createTempDirectory(target.getParent(), "fetching-");
            long end = System.nanoTime() + atMost.toNanos();
            git(clone, end, "init", "--quiet");
            git(clone, end, "remote", "add", "origin", list.repository());
            git(clone, end, "sparse-checkout", "set", "--no-cone", "/" + list.folder() + "/");
            git(clone, end, "fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", list.commit());
            git(clone, end, "checkout", "--quiet", "FETCH_HEAD");
            Path photos = clone.resolve(list.folder());
            list.mismatch(photos).ifPresent(what -> {
                throw new DatasetException("what " + list.repository() + " gave is not the example: " + what);
            });
            Files.move(photos, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DatasetException("cannot fetch the photos into " + target + ": " + e.getMessage(), e);
        } finally {
            if (clone != null) {
                Folders.delete(clone);
            }
        }
    }

    private void git(Path folder, long end, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("git.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(log.toFile());
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.equals("GIT_DIR") || name.equals("GIT_WORK_TREE"));
        Process process = builder.start();
        try {
            if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new DatasetException("git " + arguments[0] + " of " + list.repository() + " took longer than "
                        + atMost.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException("interrupted while fetching " + list.repository(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new DatasetException(
                    "git " + arguments[0] + " of " + list.repository() + " failed: " + lastLine(log));
        }
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("no message");
    }
}
