package caravan.engine;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A version's {@code model.onnx}: picture to {@link Scores} in one pass. Any number of threads may use one instance; a
 * run stays on its caller's thread. Close it when no run is under way.
 */
public final class VersionModel implements AutoCloseable {
    /** The names of the outputs by their meaning, where a version does not say otherwise. */
    public static final Map<String, String> OUTPUTS =
            Map.of("probabilities", "probabilities", "projection", "projection", "leftover", "leftover");

    private final Network network;
    private final String probabilities;
    private final String projection;
    private final String leftover;
    private final Set<String> wanted = new LinkedHashSet<>();

    private VersionModel(Network network, Map<String, String> outputs) {
        this.network = network;
        this.probabilities = outputs.getOrDefault("probabilities", "probabilities");
        this.projection = outputs.getOrDefault("projection", "projection");
        this.leftover = outputs.getOrDefault("leftover", "leftover");
        for (String name : new String[] {probabilities, projection, leftover}) {
            if (network.outputs().contains(name)) {
                wanted.add(name);
            }
        }
    }

    /** Opens a graph whose input is {@code picture} and whose outputs have the names of {@link #OUTPUTS}. */
    public static VersionModel open(Path onnx) {
        return open(onnx, "picture", OUTPUTS);
    }

    /**
     * Opens a graph.
     *
     * @param input name of the picture's input
     * @param outputs names of the outputs by their meaning: probabilities (which must be there), projection, leftover
     * @throws EngineException where the file is missing, broken, or without the input or the probabilities
     */
    public static VersionModel open(Path onnx, String input, Map<String, String> outputs) {
        Network network = Network.open(onnx, input);
        VersionModel model = new VersionModel(network, outputs);
        if (!model.wanted.contains(model.probabilities)) {
            String there = network.outputs().toString();
            network.close();
            throw new EngineException(
                    "the network " + onnx + " has no output named `" + model.probabilities + "`, but " + there);
        }
        return model;
    }

    /**
     * Scores one picture.
     *
     * @param picture {@link PictureTensor#LENGTH} values, channels first, 0..255
     */
    public Scores score(float[] picture) {
        return network.run(
                picture,
                wanted,
                result -> new Scores(
                        Network.values(result, probabilities),
                        wanted.contains(projection) ? Network.values(result, projection) : new float[0],
                        wanted.contains(leftover) ? Network.values(result, leftover)[0] : Float.NaN));
    }

    @Override
    public void close() {
        network.close();
    }
}
