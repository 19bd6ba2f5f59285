package caravan.pachyderm.version;

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
    private final boolean owner;

    private PachydermFiles(Matcher uri, PachydermClient client, boolean owner) {
        this.client = client;
        this.repo = new Repo(uri.group(1), uri.group(2));
        this.commit = uri.group(3);
        this.folder = uri.group(4) == null ? "" : uri.group(4).replaceAll("/+$", "");
        this.owner = owner;
    }

    /** Connects to where a URI {@code pachyderm://project/repo@commit/path} points; empty where it is no such URI. */
    public static Optional<PachydermFiles> open(String uri, PachydermSettings settings) {
        Matcher parts = URI.matcher(uri);
        return parts.matches()
                ? Optional.of(new PachydermFiles(parts, new PachydermClient(settings), true))
                : Optional.empty();
    }

    /** Where such a URI points, over a connection that its owner closes; empty where it is no such URI. */
    public static Optional<PachydermFiles> of(String uri, PachydermClient client) {
        Matcher parts = URI.matcher(uri);
        return parts.matches() ? Optional.of(new PachydermFiles(parts, client, false)) : Optional.empty();
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
        if (owner) {
            client.close();
        }
    }
}
