package caravan.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as its image runs it: the launcher, in a process of its own, as a user that owns nothing. */
@Timeout(180)
class ProcessTest {
    private static final int UID = 54_321;
    private static final Pattern READY = Pattern.compile("on http (\\d+)");

    @TempDir
    private Path folder;

    private TinyVersion version;
    private Process process;

    @BeforeEach
    void prepare() throws Exception {
        version = TinyVersion.in(folder.resolve("version"));
        Files.createDirectories(folder.resolve("cache"));
        Files.createDirectories(folder.resolve("tmp"));
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_user_that_owns_nothing_serves_and_writes_to_the_cache_and_one_temporary_folder_alone() throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "needs root and setpriv to become another user");
        for (String writable : List.of("cache", "tmp")) {
            Files.setPosixFilePermissions(folder.resolve(writable), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        int port = start(List.of(
                "/usr/bin/setpriv", "--reuid", "" + UID, "--regid", "" + UID, "--clear-groups", "--no-new-privs"));

        int requests = "true".equals(System.getenv("CI")) ? 10_000 : 1_000;
        ask(port, requests);

        assertThat(residentMegabytes())
                .as("resident after %s requests", requests)
                .isLessThanOrEqualTo(450);
        assertThat(ownedBy(UID, Path.of(System.getProperty("java.io.tmpdir"))))
                .isNotEmpty()
                .allMatch(file -> file.startsWith(folder.resolve("cache")) || file.startsWith(folder.resolve("tmp")));
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(143);
    }

    @Test
    void a_server_that_may_not_serve_its_version_ends_with_one_clear_line() throws Exception {
        Files.writeString(version.folder().resolve("model.onnx"), "changed");
        process = process(List.of());

        List<String> said = process.inputReader(StandardCharsets.UTF_8).lines().toList();

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).singleElement().asString().contains("not started: model.onnx of the version has SHA-256");
    }

    private int start(List<String> prefix) throws Exception {
        process = process(prefix);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        throw new AssertionError("the server did not start: " + said);
    }

    private Process process(List<String> prefix) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        Path launcher = Files.copy(Path.of("bin/caravan-server").toAbsolutePath(), folder.resolve("caravan-server"));
        command.add(launcher.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(version.environment(folder.resolve("cache")));
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("CARAVAN_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        environment.put("CARAVAN_SERVER_JAR", jar().toString());
        readable();
        return builder.start();
    }

    /** A jar that is nothing but a class path: copies of what this test runs with, since others may not read those. */
    private Path jar() throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("lib"));
        StringBuilder classPath = new StringBuilder();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path from = Path.of(entry);
            Path to = libraries.resolve(number++ + "-" + from.getFileName());
            if (Files.isDirectory(from)) {
                copyFolder(from, to);
                classPath.append(to.toUri()).append(' ');
            } else if (Files.exists(from)) {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                classPath.append(to.toUri()).append(' ');
            }
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath.toString());
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, ModelServer.class.getName());
        Path jar = folder.resolve("server.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void readable() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void ask(int port, int requests) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String picture = Base64.getEncoder().encodeToString(TinyVersion.picture(Color.RED, "jpg"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1.0/predictions"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"binData\":\"" + picture + "\"}"))
                .build();
        for (int i = 0; i < requests; i++) {
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    private double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) * 1024 / 1e6;
            }
        }
        throw new AssertionError("no VmRSS");
    }

    private static List<Path> ownedBy(int uid, Path below) throws IOException {
        List<Path> found = new ArrayList<>();
        Process find = new ProcessBuilder("find", below.toString(), "-uid", "" + uid)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        find.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> found.add(Path.of(line)));
        return found;
    }
}
