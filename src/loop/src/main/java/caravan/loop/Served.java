package caravan.loop;

/**
 * A version as a deployment is to serve it.
 *
 * @param version the version's name
 * @param sha256 of its {@code version.json}
 * @param uri where its files are: {@code pachyderm://<project>/<repo>@<output commit>/checkpoint}
 */
public record Served(String version, String sha256, String uri) {}
