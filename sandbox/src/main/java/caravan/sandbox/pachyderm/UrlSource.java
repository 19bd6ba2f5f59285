package caravan.sandbox.pachyderm;

import caravan.proto.pfs.AddFile.URLSource;
import caravan.sandbox.pachyderm.files.Edits;
import caravan.sandbox.pachyderm.files.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Files that the server is to fetch itself, over HTTP. */
final class UrlSource {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    void add(URLSource source, FilePath path, Edits edits) throws IOException, InterruptedException {
        URI url = URI.create(source.getURL());
        if (source.getRecursive() || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw Refusals.unimplemented("AddFile from an object store (" + url.getScheme() + ")");
        }
        try {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(url).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() >= 400) {
                    throw Refusals.unknown(
                            "error retrieving content from \"" + url + "\": status code " + response.statusCode());
                }
                edits.add(path, body);
            }
        } catch (ConnectException e) {
            throw Refusals.unknown("Get \"" + url + "\": dial tcp " + url.getHost() + ":" + url.getPort()
                    + ": connect: connection refused");
        }
    }
}
