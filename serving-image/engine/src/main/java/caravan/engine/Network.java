package caravan.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An ONNX Runtime session over a graph that takes pictures, one at a time: batches gain nothing on a CPU, and so a
 * picture's result does not depend on its neighbours. Any number of threads may run it; each run stays on its caller's
 * thread.
 */
final class Network implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "caravan");
    private static final long[] SHAPE = {1, 3, PictureTensor.SIDE, PictureTensor.SIDE};

    private final Path file;
    private final String input;
    private final OrtSession session;
    private final Queue<FloatBuffer> inputs = new ConcurrentLinkedQueue<>();

    private Network(Path file, String input, OrtSession session) {
        this.file = file;
        this.input = input;
        this.session = session;
    }

    static Network open(Path file, String input) {
        if (!Files.isRegularFile(file)) {
            throw new EngineException("no network at " + file);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            Network network = new Network(file, input, ENVIRONMENT.createSession(file.toString(), options));
            if (!network.session.getInputNames().contains(input)) {
                String there = network.session.getInputNames().toString();
                network.close();
                throw new EngineException("the network " + file + " has no input named `" + input + "`, but " + there);
            }
            return network;
        } catch (OrtException e) {
            throw new EngineException("the network " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The names of the graph's outputs. */
    Set<String> outputs() {
        return session.getOutputNames();
    }

    /** Reads the results of a run, before they are freed. */
    interface Reader<T> {
        T read(OrtSession.Result result) throws OrtException;
    }

    /** Runs one picture ({@link PictureTensor#LENGTH} values) for the named outputs. */
    <T> T run(float[] picture, Set<String> outputs, Reader<T> reader) {
        if (picture.length != PictureTensor.LENGTH) {
            throw new IllegalArgumentException(
                    "a picture has " + PictureTensor.LENGTH + " values, not " + picture.length);
        }
        FloatBuffer buffer = inputs.poll();
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(Float.BYTES * PictureTensor.LENGTH)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        buffer.clear();
        buffer.put(picture).flip();
        try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, buffer, SHAPE);
                OrtSession.Result result = session.run(Map.of(input, tensor), outputs)) {
            return reader.read(result);
        } catch (OrtException e) {
            throw new EngineException("the network " + file + " failed: " + e.getMessage(), e);
        } finally {
            inputs.add(buffer);
        }
    }

    /** An output's values as one row, whatever its leading dimensions. */
    static float[] values(OrtSession.Result result, String output) throws OrtException {
        OnnxTensor tensor = (OnnxTensor) result.get(output)
                .orElseThrow(() -> new EngineException("the network gave no output `" + output + "`"));
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("the network " + file + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
