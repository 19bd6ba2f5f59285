package caravan.server.version;

import caravan.loop.VersionManifest;
import caravan.pachyderm.version.ChangedFileException;
import caravan.pachyderm.version.FileCache;
import caravan.pachyderm.version.VersionFiles;
import caravan.server.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Keeps the files of versions by their SHA-256, so that a second start of the same version needs no other system. */
public final class VersionCache {
    private static final String MANIFEST = "version.json";

    private final Path folder;
    private final FileCache cache;

    /** A cache in a folder, which is made when it is missing. */
    public VersionCache(Path folder) {
        this.folder = folder;
        this.cache = new FileCache(folder);
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
        try {
            return cache.fetch(path, sha256, files::get);
        } catch (ChangedFileException e) {
            throw new StartException(e.getMessage() + "; this version is not served", e);
        } catch (IOException e) {
            throw new StartException(path + " of the version cannot be had: " + e, e);
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
