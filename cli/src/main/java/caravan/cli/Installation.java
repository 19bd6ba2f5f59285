package caravan.cli;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checkout that this program was built in: its programs, routes and the training program's sources. */
record Installation(Path root) {
    /** System property, set by the launcher: the checkout's root. */
    static final String PROPERTY = "caravan.root";

    /** For programs that wait most of the time: start fast, stay small. */
    private static final List<String> LEAN =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m");

    /** Finds the checkout by the launcher's word, else by where this class lies. */
    static Installation find() {
        String told = System.getProperty(PROPERTY, "");
        if (!told.isBlank()) {
            return new Installation(Path.of(told).toAbsolutePath().normalize());
        }
        try {
            Path here = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path at = here; at != null; at = at.getParent()) {
                if (Files.isDirectory(at.resolve("routes")) && Files.isDirectory(at.resolve("cli"))) {
                    return new Installation(at);
                }
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw new CliException("cannot tell where Caravan's checkout is: start it with its ./caravan");
    }

    Path routes() {
        return root.resolve("routes");
    }

    Path useCases() {
        return routes().resolve("use-cases");
    }

    Path model() {
        return root.resolve("model");
    }

    Path sandboxJar() {
        return jar("sandbox", "caravan-sandbox.jar");
    }

    Path integrationJar() {
        return jar("src/app", "caravan-app.jar");
    }

    Path serverJar() {
        return jar("serving-image/server", "caravan-server.jar");
    }

    /** The model server as its image starts it. */
    Path serverProgram() {
        return root.resolve("serving-image/server/bin/caravan-server");
    }

    Path detectorsJar() {
        return jar("detectors/service", "caravan-detectors.jar");
    }

    Path modelJar() {
        return jar("model", "caravan-model.jar");
    }

    private Path jar(String module, String name) {
        Path jar = root.resolve(module).resolve("target").resolve(name);
        if (!Files.isRegularFile(jar)) {
            throw new CliException(jar + " is missing: build it with mvn -DskipTests package in " + root);
        }
        return jar;
    }

    /** The java that runs this program. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Command line of a program that waits most of the time. */
    static List<String> lean(Path jar, String... arguments) {
        return command(LEAN, jar, arguments);
    }

    private static List<String> command(List<String> flags, Path jar, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(flags);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** A folder for what lives longer than any home: photos, backbone, features. */
    static Path cache() {
        String told = System.getenv().getOrDefault("CARAVAN_CACHE", "");
        return told.isBlank()
                ? HomeOption.standard().resolve("cache")
                : new File(told).toPath().toAbsolutePath();
    }
}
