package caravan.bench.serving;

import caravan.bench.BenchException;
import caravan.dataset.DrawnPets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What both serving benchmarks are told. */
final class ServingOptions {
    @Option(
            names = "--version",
            paramLabel = "DIR",
            description = "a trained version's folder; default: the backbone under a random head")
    private Path version;

    @Option(names = "--backbone", paramLabel = "FILE", description = "backbone.onnx; default: the one in the cache")
    private Path backbone;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "JPEG files; default: $CARAVAN_DATASET/data, else drawn pets")
    private Path pictures;

    @Option(names = "--rounds", defaultValue = "7", description = "measured rounds (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--count",
            defaultValue = "400",
            description = "pictures a round and side (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--warm-up",
            defaultValue = "3000",
            description =
                    "pictures asked of the server before measuring, a sixth in process (default: ${DEFAULT-VALUE})")
    private int warmUp;

    int serverWarmUp() {
        return warmUp;
    }

    int ownWarmUp() {
        return warmUp / 6;
    }

    int rounds() {
        return rounds;
    }

    int count() {
        return count;
    }

    ServedVersion version(Path work) throws IOException {
        if (version != null) {
            return ServedVersion.of(version);
        }
        Path cache = Path.of(Optional.ofNullable(System.getenv("CARAVAN_CACHE"))
                .orElse(System.getProperty("user.home") + "/.caravan/cache"));
        return ServedVersion.random(
                backbone != null ? backbone : cache.resolve("backbone.onnx"), work.resolve("version"));
    }

    /** Up to 64 files. */
    List<byte[]> jpegs() throws IOException {
        Path folder = pictures;
        if (folder == null && System.getenv("CARAVAN_DATASET") != null) {
            folder = Path.of(System.getenv("CARAVAN_DATASET"), "data");
        }
        List<byte[]> files = new ArrayList<>();
        if (folder == null) {
            DrawnPets pets = new DrawnPets(1);
            for (int i = 0; i < 64; i++) {
                files.add(pets.jpeg(i));
            }
            return files;
        }
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.filter(path -> path.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(64)
                    .toList()) {
                files.add(Files.readAllBytes(file));
            }
        }
        if (files.isEmpty()) {
            throw new BenchException("no .jpg files in " + folder);
        }
        return files;
    }

    /** CPU seconds of this process. */
    static double ownCpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
