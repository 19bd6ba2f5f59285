package caravan.pachyderm.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files of versions by their SHA-256. A file appears under its hash only whole; what is found there is hashed again
 * before it is used.
 */
public final class FileCache {
    private static final Logger LOG = LoggerFactory.getLogger(FileCache.class);
    private static final String PART = "part-";

    private final Path folder;

    /** A cache in a folder, which is made with the first file. */
    public FileCache(Path folder) {
        this.folder = folder;
    }

    /**
     * A file that is here, or is brought here.
     *
     * @param path within the version
     * @param sha256 what the file must hash to
     * @param files asked only where the file is not here
     * @throws ChangedFileException where the file is another than it should be
     * @throws caravan.loop.port.SystemException where the system that holds it is away or refuses us
     */
    public Path fetch(String path, String sha256, Supplier<VersionFiles> files) throws IOException {
        String wanted = sha256.toLowerCase(Locale.ROOT);
        if (!wanted.matches("[0-9a-f]{64}")) {
            throw new IOException("the SHA-256 of " + path + " is no SHA-256: " + sha256);
        }
        Path kept = folder.resolve(wanted);
        if (Files.isRegularFile(kept)) {
            if (hash(kept).equals(wanted)) {
                return kept;
            }
            LOG.warn("{} in the cache is damaged and fetched again", path);
        }
        download(path, wanted, kept, files.get());
        return kept;
    }

    private void download(String path, String wanted, Path kept, VersionFiles files) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, PART, "");
        try {
            String got;
            try (InputStream in = files.open(path);
                    DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(part), sha256())) {
                in.transferTo(out);
                got = HexFormat.of().formatHex(out.getMessageDigest().digest());
            }
            if (!got.equals(wanted)) {
                throw new ChangedFileException(path, got, wanted);
            }
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes all but the files that came last. */
    public void keep(int most) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Kept> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(f -> !f.getFileName().toString().startsWith(PART))
                    .map(Kept::of)
                    .sorted(Comparator.comparing(Kept::since).reversed())
                    .toList();
        }
        for (Kept file : files.subList(Math.min(most, files.size()), files.size())) {
            Files.deleteIfExists(file.path);
        }
    }

    private record Kept(Path path, Instant since) {
        static Kept of(Path path) {
            try {
                return new Kept(path, Files.getLastModifiedTime(path).toInstant());
            } catch (NoSuchFileException e) {
                return new Kept(path, Instant.MIN);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
            in.transferTo(out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
