package caravan.server;

import caravan.server.version.FolderFiles;
import caravan.server.version.VersionFiles;
import java.net.URI;
import java.nio.file.Path;

/** Opens the place that a version's URI names. */
final class VersionSource {
    private VersionSource() {}

    static VersionFiles open(Settings settings) {
        URI uri = settings.versionUri();
        return switch (uri.getScheme() == null ? "" : uri.getScheme()) {
            case "file" -> new FolderFiles(Path.of(uri.getPath()));
            default ->
                throw new StartException("CARAVAN_VERSION_URI is " + uri
                        + "; it must be pachyderm://<project>/<repo>@<commit>/<path> or file:///<folder>");
        };
    }
}
