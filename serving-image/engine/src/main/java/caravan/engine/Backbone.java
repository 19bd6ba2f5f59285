package caravan.engine;

import java.nio.file.Path;
import java.util.Set;

/**
 * The frozen network: a graph with input {@code picture} (float [N, 3, 224, 224], RGB 0..255) and output
 * {@code features} (float [N, F]). Any number of threads may use one instance; a run stays on its caller's thread.
 */
public final class Backbone implements AutoCloseable {
    private static final String OUTPUT = "features";

    private final Network network;

    private Backbone(Network network) {
        this.network = network;
    }

    /**
     * Opens an ONNX file.
     *
     * @throws EngineException where it is missing, broken, or without that input and output
     */
    public static Backbone open(Path onnx) {
        Network network = Network.open(onnx, "picture");
        if (!network.outputs().contains(OUTPUT)) {
            network.close();
            throw new EngineException("the backbone " + onnx + " has no output named `" + OUTPUT + "`");
        }
        return new Backbone(network);
    }

    /**
     * The features of one picture.
     *
     * @param picture {@link PictureTensor#LENGTH} values
     */
    public float[] features(float[] picture) {
        return network.run(picture, Set.of(OUTPUT), result -> Network.values(result, OUTPUT));
    }

    @Override
    public void close() {
        network.close();
    }
}
