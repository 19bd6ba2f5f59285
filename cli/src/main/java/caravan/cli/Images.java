package caravan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the sandbox runs where a cluster would run an image: {@code images.yaml}. JSON is YAML, so that nothing but
 * quotes has to be escaped.
 *
 * @param cache where the backbone and the pictures' features are kept for all homes
 * @param tls whether the sandbox's systems have certificates of its own authority
 */
record Images(Installation installation, Home home, Path cache, boolean tls) {
    private static final String SERVER_TOKEN = "server-pachyderm-token";

    /** Writes the file. */
    Path write() {
        Path file = home.images();
        try {
            Home.create(file.getParent());
            Files.writeString(file, Json.write(Map.of("images", images())));
            return file;
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private Map<String, Object> images() {
        Map<String, Object> images = new TreeMap<>();
        images.put(
                "caravan/trial",
                Map.of(
                        "path",
                        List.of(installation.model().resolve("bin").toString()),
                        "environment",
                        environment(
                                "trial-pachyderm-token",
                                cache.resolve("features"),
                                Map.of(
                                        "CARAVAN_BACKBONE",
                                        cache.resolve(Backbone.CONVERTED).toString(),
                                        "CARAVAN_TRIAL_JAR",
                                        installation.modelJar().toString()))));
        images.put(
                "caravan/server",
                Map.of(
                        "command",
                        List.of(installation.serverProgram().toString()),
                        "environment",
                        environment(
                                SERVER_TOKEN,
                                home.folder().resolve("cache/servers"),
                                Map.of(
                                        "CARAVAN_SERVER_JAR",
                                        installation.serverJar().toString()))));
        images.put(
                "caravan/detectors",
                Map.of(
                        "command",
                        Installation.lean(installation.detectorsJar()),
                        "environment",
                        environment(SERVER_TOKEN, home.folder().resolve("cache/detectors"), Map.of())));
        return images;
    }

    private Map<String, String> environment(String token, Path files, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("CARAVAN_PACHYDERM_TOKEN_FILE", home.credential(token).toString());
        environment.put("CARAVAN_CACHE", files.toString());
        if (tls) {
            environment.put(
                    "CARAVAN_PACHYDERM_CA_FILE", home.credential("ca.pem").toString());
        }
        return environment;
    }
}
