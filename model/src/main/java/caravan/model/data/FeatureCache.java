package caravan.model.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Features by the picture's SHA-256, in files of their own below a folder of their backbone's. An entry ends with the
 * first bytes of its own SHA-256; a damaged one counts as none.
 */
final class FeatureCache {
    private static final int CHECK = 8;

    /** Changes with what is kept of a picture, or how a picture is read. */
    private static final String EDITION = "-2";

    private final Optional<Path> folder;

    /**
     * A cache.
     *
     * @param root below which all backbones have their folders; absent for none
     * @param backbone the backbone's SHA-256
     */
    FeatureCache(Optional<Path> root, String backbone) {
        this.folder = root.map(r -> r.resolve(backbone.substring(0, 16) + EDITION));
    }

    Optional<float[]> get(String sha256) throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] entry = Files.readAllBytes(file(sha256));
            int length = entry.length - CHECK;
            if (length <= 0
                    || length % Float.BYTES != 0
                    || !Arrays.equals(check(entry, length), Arrays.copyOfRange(entry, length, entry.length))) {
                return Optional.empty();
            }
            float[] features = new float[length / Float.BYTES];
            ByteBuffer.wrap(entry)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(features);
            return Optional.of(features);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void put(String sha256, float[] features) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        ByteBuffer entry =
                ByteBuffer.allocate(features.length * Float.BYTES + CHECK).order(ByteOrder.LITTLE_ENDIAN);
        entry.asFloatBuffer().put(features);
        int length = features.length * Float.BYTES;
        System.arraycopy(check(entry.array(), length), 0, entry.array(), length, CHECK);
        Path file = file(sha256);
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), sha256, ".part");
        try {
            Files.write(part, entry.array());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path file(String sha256) {
        return folder.orElseThrow().resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static byte[] check(byte[] entry, int length) {
        return Arrays.copyOf(Sha256.digest().digest(Arrays.copyOf(entry, length)), CHECK);
    }
}
