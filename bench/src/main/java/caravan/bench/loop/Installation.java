package caravan.bench.loop;

import caravan.bench.BenchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checkout's programs, started as the front door starts them: within 256 MB of heap. */
record Installation(Path root) {
    static Installation here() {
        return new Installation(Path.of(System.getProperty("caravan.root", "."))
                .toAbsolutePath()
                .normalize());
    }

    List<String> sandbox(String... arguments) {
        return command("sandbox/target/caravan-sandbox.jar", arguments);
    }

    List<String> integration(String... arguments) {
        return command("src/app/target/caravan-app.jar", arguments);
    }

    Path frontDoor() {
        return root.resolve("caravan");
    }

    private List<String> command(String name, String... arguments) {
        Path jar = root.resolve(name);
        if (!Files.isRegularFile(jar)) {
            throw new BenchException(jar + " is missing: build it with mvn -DskipTests package");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
