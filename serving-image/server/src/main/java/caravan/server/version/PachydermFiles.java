package caravan.server.version;

import caravan.loop.Repo;
import caravan.loop.port.SystemException;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version in a commit of its output repo. */
public final class PachydermFiles implements VersionFiles {
    private static final Pattern URI = Pattern.compile("pachyderm://([^/]+)/([^/@]+)@([^/@]+)(/.*)?");

    private final PachydermClient client;
    private final Repo repo;
    private final String commit;
    private final String folder;

    private PachydermFiles(PachydermClient client, Repo repo, String commit, String folder) {
        this.client = client;
        this.repo = repo;
        this.commit = commit;
        this.folder = folder;
    }

    /** Connects to where a URI {@code pachyderm://project/repo@commit/path} points; empty where it is no such URI. */
    public static Optional<PachydermFiles> open(String uri, PachydermSettings settings) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String folder = parts.group(4) == null ? "" : parts.group(4).replaceAll("/+$", "");
        return Optional.of(new PachydermFiles(
                new PachydermClient(settings), new Repo(parts.group(1), parts.group(2)), parts.group(3), folder));
    }

    @Override
    public InputStream open(String path) throws IOException {
        try {
            return client.read(repo, commit, folder + "/" + path);
        } catch (SystemException e) {
            if (e.transientFailure()) {
                throw e;
            }
            throw new IOException(folder + "/" + path + " of " + repo + "@" + commit + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
