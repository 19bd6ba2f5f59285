package caravan.detectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as its image runs it: the launcher, in a process of its own. */
final class ServiceProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("watching on http://127.0.0.1:(\\d+)");

    final List<String> said = new ArrayList<>();
    final Process process;
    private final BufferedReader out;

    ServiceProcess(Path folder, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("bin/caravan-detectors").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CARAVAN_DETECTORS_JAR", jar(folder).toString());
        builder.environment().put("CARAVAN_CACHE", folder.resolve("cache").toString());
        process = builder.start();
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A jar that is nothing but a class path: what this test runs with. */
    private static Path jar(Path folder) throws IOException {
        StringBuilder classPath = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            classPath.append(Path.of(entry).toUri()).append(' ');
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath.toString());
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, DetectorService.class.getName());
        Path jar = folder.resolve("detectors.jar");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar;
    }

    /** The port, once it is open. */
    int port() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        throw new AssertionError("the service did not start: " + said);
    }

    /** All that it says until its end. */
    List<String> rest() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
        }
        return said;
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) * 1024 / 1e6;
            }
        }
        throw new AssertionError("no VmRSS");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
