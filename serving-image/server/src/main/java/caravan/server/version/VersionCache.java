package caravan.server.version;

import caravan.loop.VersionManifest;
import caravan.server.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of versions by their SHA-256, so that a second start of the same version needs no other system. A
 * file appears under its hash only whole; what is found there is hashed again before it is used.
 */
public final class VersionCache {
    private static final Logger LOG = LoggerFactory.getLogger(VersionCache.class);
    private static final String MANIFEST = "version.json";

    private final Path folder;

    /** A cache in a folder, which is made when it is missing. */
    public VersionCache(Path folder) {
        this.folder = folder;
    }

    /**
     * Brings a version's files here and checks every one.
     *
     * @param sha256 what {@code version.json} must hash to
     * @param source opened only where a file is missing, and closed again
     * @throws StartException where a file cannot be had or is not what it should be
     * @throws caravan.loop.port.SystemException where the system that holds it is away or refuses us
     */
    public Version load(String name, String sha256, Supplier<VersionFiles> source) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StartException("the cache folder " + folder + " cannot be made; set CARAVAN_CACHE: " + e, e);
        }
        try (OnDemand files = new OnDemand(source)) {
            VersionManifest manifest = manifest(fetch(MANIFEST, sha256, files), name);
            Map<String, Path> local = new LinkedHashMap<>();
            for (Map.Entry<String, String> file : manifest.files().entrySet()) {
                if (served(file.getKey())) {
                    local.put(file.getKey(), fetch(file.getKey(), file.getValue(), files));
                }
            }
            if (!local.containsKey("model.onnx")) {
                throw new StartException("version " + name + " has no model.onnx");
            }
            return new Version(name, sha256, manifest, Map.copyOf(local));
        }
    }

    /** What the server needs; the rest (holdout, lineage, detectors) is other programs' business. */
    private static boolean served(String path) {
        return path.equals("model.onnx") || path.equals("golden.json") || path.startsWith("golden/");
    }

    private static VersionManifest manifest(Path file, String name) {
        try {
            VersionManifest manifest = Version.JSON.readValue(Files.readAllBytes(file), VersionManifest.class);
            if (manifest.labels() == null || manifest.labels().isEmpty() || manifest.files() == null) {
                throw new StartException("version.json of version " + name + " names no labels or no files");
            }
            return manifest;
        } catch (IOException e) {
            throw new StartException("version.json of version " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Path fetch(String path, String sha256, OnDemand files) {
        String wanted = sha256.toLowerCase(Locale.ROOT);
        if (!wanted.matches("[0-9a-f]{64}")) {
            throw new StartException("the SHA-256 of " + path + " is no SHA-256: " + sha256);
        }
        Path kept = folder.resolve(wanted);
        try {
            if (Files.isRegularFile(kept)) {
                if (hash(kept).equals(wanted)) {
                    return kept;
                }
                LOG.warn("{} in the cache is damaged and fetched again", path);
            }
            download(path, wanted, kept, files.get());
            return kept;
        } catch (IOException e) {
            throw new StartException(path + " of the version cannot be had: " + e, e);
        }
    }

    private void download(String path, String wanted, Path kept, VersionFiles files) throws IOException {
        Path part = Files.createTempFile(folder, "part-", "");
        try {
            String got;
            try (InputStream in = files.open(path);
                    DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(part), sha256())) {
                in.transferTo(out);
                got = HexFormat.of().formatHex(out.getMessageDigest().digest());
            }
            if (!got.equals(wanted)) {
                throw new StartException(path + " of the version has SHA-256 " + got + " but must have " + wanted
                        + ": it was changed after the training; this version is not served");
            }
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestOutputStream out = new DigestOutputStream(java.io.OutputStream.nullOutputStream(), sha256())) {
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

    /** Opens the source when the first file is missing. */
    private static final class OnDemand implements AutoCloseable {
        private final Supplier<VersionFiles> source;
        private VersionFiles files;

        OnDemand(Supplier<VersionFiles> source) {
            this.source = source;
        }

        VersionFiles get() {
            if (files == null) {
                files = source.get();
            }
            return files;
        }

        @Override
        public void close() {
            if (files != null) {
                files.close();
            }
        }
    }
}
