package caravan.server.v2;

import caravan.server.RequestException;
import caravan.server.RequestException.Kind;
import caravan.server.Service;
import caravan.server.VersionMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the Open Inference Protocol's metadata calls say. */
public final class V2Metadata {
    /** The server's name. */
    public static final String SERVER = "caravan-server";

    /** The tensors that a model takes, any one of them, by name, datatype and shape. */
    public static final List<Tensor> INPUTS = List.of(
            new Tensor("picture", "FP32", List.of(-1L, 3L, 224L, 224L)), new Tensor("file", "BYTES", List.of(-1L)));

    /** One tensor's description; -1 is any length. */
    public record Tensor(String name, String datatype, List<Long> shape) {}

    private V2Metadata() {}

    /** The server's own metadata. */
    public static Map<String, Object> server() {
        return Map.of("name", SERVER, "version", version(), "extensions", List.of("binary_tensor_data"));
    }

    /** The program's version, from its jar. */
    public static String version() {
        String version = V2Metadata.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }

    /** A model's metadata under the name that was asked for. */
    public static Map<String, Object> model(String name, VersionMetadata metadata) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", name);
        model.put("versions", List.of(metadata.version()));
        model.put("platform", "onnxruntime");
        model.put("inputs", INPUTS);
        model.put("outputs", outputs(metadata));
        model.put("parameters", metadata.custom());
        return model;
    }

    /** The tensors that a model gives. */
    public static List<Tensor> outputs(VersionMetadata metadata) {
        return List.of(
                new Tensor("probabilities", "FP32", List.of(-1L, (long)
                        metadata.labels().size())),
                new Tensor("label", "BYTES", List.of(-1L)),
                new Tensor("outlier", "BOOL", List.of(-1L)),
                new Tensor("leftover", "FP32", List.of(-1L)),
                new Tensor("projection", "FP32", List.of(-1L, -1L)));
    }

    /**
     * Checks that a request means the model and version that is served here; empty means any.
     *
     * @throws RequestException NOT_FOUND where it does not
     */
    public static void check(Service service, String name, String version) throws RequestException {
        String served = service.predictor().version().name();
        if (!service.settings().unit().answersTo(name)) {
            throw new RequestException(
                    Kind.NOT_FOUND,
                    "this server has no such model; it has "
                            + service.settings().unit().id());
        }
        if (!version.isEmpty() && !version.equals(served)) {
            throw new RequestException(Kind.NOT_FOUND, "this server has no such version; it has " + served);
        }
    }
}
