package caravan.loop.steps;

import caravan.loop.Checkpoint;
import caravan.loop.VersionManifest;
import caravan.loop.port.SystemException;
import caravan.loop.port.TrainingPort;
import caravan.loop.port.Unpack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A checkpoint's files, downloaded into a temporary folder and checked, each by its size and SHA-256. */
final class CheckpointFiles implements AutoCloseable {
    private final Path directory;
    private final Map<String, String> hashes = new TreeMap<>();

    private CheckpointFiles(Path directory) {
        this.directory = directory;
    }

    static CheckpointFiles download(TrainingPort training, Unpack unpack, Checkpoint checkpoint) {
        try {
            CheckpointFiles files = new CheckpointFiles(Files.createTempDirectory("caravan-checkpoint-"));
            try {
                try (InputStream tar = training.download(checkpoint.uuid())) {
                    unpack.into(tar, files.directory);
                }
                files.check(checkpoint);
                return files;
            } catch (IOException | RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SystemException(
                    "determined",
                    SystemException.Kind.UNAVAILABLE,
                    "checkpoint " + checkpoint.uuid() + " could not be downloaded: " + e.getMessage(),
                    e);
        }
    }

    private void check(Checkpoint checkpoint) throws IOException {
        for (Map.Entry<String, Long> resource : checkpoint.resources().entrySet()) {
            Path file = directory.resolve(resource.getKey());
            if (!resource.getKey().endsWith("/")
                    && (!Files.isRegularFile(file) || Files.size(file) != resource.getValue())) {
                throw new IOException("the download ended early: " + resource.getKey() + " is incomplete");
            }
        }
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                hashes.put(directory.relativize(file).toString().replace('\\', '/'), sha256(file));
            }
        }
        Path manifest = directory.resolve("version.json");
        if (Files.exists(manifest)) {
            VersionManifest version = Json.read(Files.readAllBytes(manifest), VersionManifest.class);
            for (Map.Entry<String, String> file : version.files().entrySet()) {
                if (!file.getValue().equals(hashes.get(file.getKey()))) {
                    throw new IOException("version.json and " + file.getKey() + " do not belong together");
                }
            }
        }
    }

    /** The version's identity: the SHA-256 of {@code version.json}, or of the list of all files where it has none. */
    String sha256() {
        String manifest = hashes.get("version.json");
        if (manifest != null) {
            return manifest;
        }
        StringBuilder list = new StringBuilder();
        hashes.forEach(
                (path, hash) -> list.append(hash).append("  ").append(path).append('\n'));
        return HexFormat.of().formatHex(digest().digest(list.toString().getBytes(StandardCharsets.UTF_8)));
    }

    List<String> paths() {
        return List.copyOf(hashes.keySet());
    }

    Path file(String path) {
        return directory.resolve(path);
    }

    @Override
    public void close() {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
