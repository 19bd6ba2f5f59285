package caravan.detectors.version;

import caravan.detectors.event.Refusal;
import caravan.detectors.event.VersionId;
import caravan.loop.VersionManifest;
import caravan.loop.port.SystemException;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.version.FileCache;
import caravan.pachyderm.version.PachydermFiles;
import caravan.pachyderm.version.VersionFiles;
import caravan.statistics.DriftDetector;
import caravan.statistics.OutlierDetector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings a version's detectors from its checkpoint, every file checked by the hash that the version's identity vouches for. */
public final class VersionSource {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final String MANIFEST = "version.json";
    private static final int FILES_A_VERSION = 3;

    private final Optional<PachydermClient> pachyderm;
    private final FileCache cache;
    private final int versions;

    /**
     * A source.
     *
     * @param versions whose files are kept in the cache
     */
    public VersionSource(Optional<PachydermClient> pachyderm, Path cache, int versions) {
        this.pachyderm = pachyderm;
        this.cache = new FileCache(cache);
        this.versions = versions;
    }

    /**
     * Loads a version; one that is not named by URI and hash is watched without detectors.
     *
     * @throws SystemException where Pachyderm is away or refuses us
     * @throws Refusal where the version is not what it should be
     */
    public WatchedVersion load(VersionId id) {
        if (id.uri().isEmpty() || id.sha256().isEmpty() || pachyderm.isEmpty()) {
            return WatchedVersion.unfitted(id);
        }
        Supplier<VersionFiles> files = () -> PachydermFiles.of(id.uri().get(), pachyderm.get())
                .orElseThrow(() -> new Refusal(
                        400,
                        "the version's address is " + id.uri().get(),
                        "ce-caravanversionuri",
                        "send pachyderm://<project>/<repo>@<commit>/<folder>"));
        try {
            Path manifest = cache.fetch(MANIFEST, id.sha256().get(), files);
            VersionManifest version = JSON.readValue(Files.readAllBytes(manifest), VersionManifest.class);
            if (version.files() == null) {
                throw new IOException("version.json names no files");
            }
            Optional<byte[]> drift = file("detectors/drift.json", version, files);
            Optional<byte[]> outlier = file("detectors/outlier.json", version, files);
            cache.keep(versions * FILES_A_VERSION);
            return new WatchedVersion(
                    id,
                    drift.isPresent() ? Optional.of(DriftDetector.of(drift.get())) : Optional.empty(),
                    outlier.isPresent() ? Optional.of(OutlierDetector.of(outlier.get())) : Optional.empty());
        } catch (IOException e) {
            throw new Refusal(
                    422,
                    "version " + id + " cannot be watched: " + e.getMessage(),
                    "ce-caravanversionuri",
                    "deploy a version whose files are as they were registered");
        }
    }

    private Optional<byte[]> file(String path, VersionManifest version, Supplier<VersionFiles> files)
            throws IOException {
        String sha256 = version.files().get(path);
        return sha256 == null ? Optional.empty() : Optional.of(Files.readAllBytes(cache.fetch(path, sha256, files)));
    }
}
