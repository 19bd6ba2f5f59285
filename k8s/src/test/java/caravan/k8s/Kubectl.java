package caravan.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The installed {@code kubectl}; a test that needs it is skipped where there is none. */
final class Kubectl {
    private Kubectl() {}

    /** What {@code kubectl} prints; an exit code other than 0 is an error with what it said. */
    static String run(Path scratch, String... arguments) throws IOException, InterruptedException {
        assumeTrue(installed(), "needs kubectl (Debian: apt-get install kubernetes-client)");
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(scratch, "kubectl", ".out");
        Path err = Files.createTempFile(scratch, "kubectl", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("HOME", scratch.toString());
        builder.environment().remove("KUBECONFIG");
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(err, StandardCharsets.UTF_8));
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private static boolean installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }
}
