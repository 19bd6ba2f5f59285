package caravan.server;

import caravan.loop.port.SystemException;
import caravan.pachyderm.PachydermSettings;
import caravan.pachyderm.version.FolderFiles;
import caravan.pachyderm.version.PachydermFiles;
import caravan.pachyderm.version.VersionFiles;
import caravan.server.version.Version;
import caravan.server.version.VersionCache;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the version that the settings name, from the cache or from where its URI points. */
final class VersionSource {
    private static final Logger LOG = LoggerFactory.getLogger(VersionSource.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final int TRIES = 7;

    private VersionSource() {}

    /** Loads it; a system that is away is asked again, for about half a minute. */
    static Version load(Settings settings) {
        VersionCache cache = new VersionCache(settings.cache());
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return cache.load(settings.version(), settings.versionSha256(), () -> open(settings));
            } catch (SystemException e) {
                if (attempt == TRIES || e.kind() != SystemException.Kind.UNAVAILABLE) {
                    throw new StartException(
                            "the version cannot be fetched from " + settings.versionUri() + ": " + e.getMessage(), e);
                }
                if (attempt == 1) {
                    LOG.warn("the version cannot be fetched yet and is tried again: {}", e.getMessage());
                }
                sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private static VersionFiles open(Settings settings) {
        String uri = settings.versionUri().toString();
        if ("file".equals(settings.versionUri().getScheme())) {
            return new FolderFiles(Path.of(settings.versionUri().getPath()));
        }
        if (settings.pachydermAddress().isEmpty() && uri.startsWith("pachyderm:")) {
            throw new StartException("set the environment variable CARAVAN_PACHYDERM_ADDRESS: grpc://<host>:<port>");
        }
        PachydermSettings pachyderm = new PachydermSettings(
                settings.pachydermAddress().orElse(""), settings.pachydermTokenFile(), settings.pachydermCaFile());
        return PachydermFiles.open(uri, pachyderm)
                .orElseThrow(() -> new StartException("CARAVAN_VERSION_URI is " + uri
                        + "; it must be pachyderm://<project>/<repo>@<commit>/<path> or file:///<folder>"));
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while waiting for the version", e);
        }
    }
}
