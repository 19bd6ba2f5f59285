package caravan.model.backbone;

import static org.junit.jupiter.api.Assumptions.abort;

import caravan.dataset.BackboneWeights;
import caravan.dataset.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The pretrained network of the tests: in Caravan's cache, where pip fetches it to; a test that needs it is skipped where
 * it cannot be had.
 */
public final class Pretrained {
    private Pretrained() {}

    /** The weights as they are published. */
    public static Path weights() throws IOException {
        Path cache = Optional.ofNullable(System.getenv("CARAVAN_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".caravan", "cache"));
        BackboneWeights weights = new BackboneWeights(Files.createDirectories(cache));
        try {
            return weights.cached() ? weights.file() : weights.fetch(System.out::println);
        } catch (DatasetException e) {
            return abort(e.getMessage());
        }
    }

    /** The network as ONNX. */
    public static Path onnx() throws IOException {
        Path weights = weights();
        Path onnx = weights.resolveSibling("backbone.onnx");
        if (!Files.exists(onnx)) {
            Path part = Files.createTempFile(weights.getParent(), "converting-", ".onnx");
            ConvertBackbone.convert(weights, part);
            Files.move(part, onnx, StandardCopyOption.ATOMIC_MOVE);
        }
        return onnx;
    }
}
