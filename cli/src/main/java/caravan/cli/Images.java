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
 */
record Images(Installation installation, Home home, Path cache) {

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
        String serverToken = home.credential("server-pachyderm-token").toString();
        Map<String, Object> images = new TreeMap<>();
        images.put(
                "caravan/trial",
                Map.of(
                        "path",
                        List.of(installation.model().resolve("bin").toString()),
                        "environment",
                        Map.of(
                                "CARAVAN_PACHYDERM_TOKEN_FILE",
                                home.credential("trial-pachyderm-token").toString(),
                                "CARAVAN_BACKBONE",
                                cache.resolve(Backbone.CONVERTED).toString(),
                                "CARAVAN_TRIAL_JAR",
                                installation.modelJar().toString(),
                                "CARAVAN_CACHE",
                                cache.resolve("features").toString())));
        images.put(
                "caravan/server",
                Map.of(
                        "command",
                        Installation.busy(installation.serverJar()),
                        "environment",
                        Map.of(
                                "CARAVAN_PACHYDERM_TOKEN_FILE",
                                serverToken,
                                "CARAVAN_CACHE",
                                home.folder().resolve("cache/servers").toString())));
        images.put(
                "caravan/detectors",
                Map.of(
                        "command",
                        Installation.lean(installation.detectorsJar()),
                        "environment",
                        Map.of(
                                "CARAVAN_PACHYDERM_TOKEN_FILE",
                                serverToken,
                                "CARAVAN_CACHE",
                                home.folder().resolve("cache/detectors").toString())));
        return images;
    }
}
