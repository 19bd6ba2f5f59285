package caravan.cli;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The integration's {@code application.properties} for the systems of a home: addresses and paths of files, no secret. */
record Settings(Installation installation, Home home, Addresses addresses, Optional<URI> code) {

    /** Writes the file, and the secret path for events where there is none yet. */
    Path write() {
        Path file = home.settings();
        try {
            eventsPath();
            Home.create(file.getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                for (Map.Entry<String, String> line : lines().entrySet()) {
                    out.write(line.getKey() + " = " + line.getValue().replace("\\", "\\\\") + "\n");
                }
            }
            return file;
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    Map<String, String> lines() {
        Map<String, String> lines = new TreeMap<>();
        lines.put("caravan.home", home.folder().toString());
        lines.put("caravan.routes", installation.routes().toString());
        lines.put("caravan.use-cases", installation.useCases().toString());
        lines.put("caravan.pachyderm.address", addresses.pachyderm());
        lines.put(
                "caravan.pachyderm.token-file",
                home.credential("pachyderm-robot-token").toString());
        lines.put("caravan.determined.address", addresses.determined());
        lines.put(
                "caravan.determined.user-file",
                home.credential("determined-user").toString());
        lines.put(
                "caravan.determined.password-file",
                home.credential("determined-password").toString());
        lines.put("caravan.kubernetes.kubeconfig", home.credential("kubeconfig").toString());
        if (addresses.gateway() != null) {
            lines.put("caravan.gateway.address", addresses.gateway());
        }
        if (addresses.detectors() != null) {
            lines.put("caravan.detectors.address", addresses.detectors());
        }
        addresses.caFile().ifPresent(ca -> {
            lines.put("caravan.pachyderm.ca-file", ca.toString());
            lines.put("caravan.determined.ca-file", ca.toString());
        });
        lines.put("caravan.events.path-file", home.credential("events-path").toString());
        code.ifPresent(git -> lines.put("caravan.code.git", git.toString()));
        return lines;
    }

    private void eventsPath() throws IOException {
        Path file = home.credential("events-path");
        if (Files.exists(file)) {
            return;
        }
        Home.create(file.getParent());
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random));
    }
}
