package caravan.server.v2;

import caravan.server.RequestException;
import caravan.server.scoring.Input;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One input tensor of a request. */
public sealed interface V2Input {

    /** The pictures it holds. */
    List<Input> pictures() throws RequestException;

    /** Numbers, row by row. */
    record Numbers(float[] values, List<Long> shape) implements V2Input {
        @Override
        public List<Input> pictures() throws RequestException {
            return Input.ofValues(values, shape);
        }
    }

    /** Picture files. */
    record Files(List<byte[]> files) implements V2Input {
        @Override
        public List<Input> pictures() {
            List<Input> pictures = new ArrayList<>();
            files.forEach(file -> pictures.add(new Input.Encoded(file)));
            return pictures;
        }
    }

    /** Picture files as text: base64, or data URLs. */
    record Texts(List<String> texts) implements V2Input {
        @Override
        public List<Input> pictures() throws RequestException {
            List<Input> pictures = new ArrayList<>();
            for (String text : texts) {
                pictures.add(Input.ofText(text));
            }
            return pictures;
        }
    }

    /**
     * Reads a tensor's raw bytes: FP32 little-endian; BYTES as elements, each with its length in four bytes before it.
     *
     * @param raw from its position to its limit
     */
    static V2Input ofRaw(String name, String datatype, List<Long> shape, ByteBuffer raw) throws RequestException {
        ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
        switch (datatype) {
            case "FP32" -> {
                if (bytes.remaining() % Float.BYTES != 0) {
                    throw RequestException.badData(
                            "input " + name + " has " + bytes.remaining() + " bytes, which are no whole FP32 values");
                }
                float[] values = new float[bytes.remaining() / Float.BYTES];
                bytes.asFloatBuffer().get(values);
                return new Numbers(values, shape);
            }
            case "BYTES" -> {
                List<byte[]> files = new ArrayList<>();
                while (bytes.hasRemaining()) {
                    int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
                    if (length < 0 || length > bytes.remaining()) {
                        throw RequestException.badData(
                                "input " + name + ": an element of BYTES is longer than the bytes that follow");
                    }
                    byte[] file = new byte[length];
                    bytes.get(file);
                    files.add(file);
                }
                return ofFiles(name, shape, files);
            }
            default -> throw unknownType(name, datatype);
        }
    }

    /** Picture files as elements of BYTES. */
    static V2Input ofFiles(String name, List<Long> shape, List<byte[]> files) throws RequestException {
        checkCount(name, shape, files.size());
        return new Files(files);
    }

    /** Refuses a shape of BYTES that names another number of elements. */
    static void checkCount(String name, List<Long> shape, int elements) throws RequestException {
        long product = shape.stream().reduce(1L, (a, b) -> a * b);
        if (product != elements || elements == 0) {
            throw RequestException.badData(
                    "input " + name + " has shape " + shape + " but " + elements + " elements; send [n]");
        }
    }

    /** The refusal of a datatype that is not taken. */
    static RequestException unknownType(String name, String datatype) {
        return RequestException.badData("input " + name + " has datatype " + datatype
                + "; send FP32 [n, 3, 224, 224] (channels first, 0..255) or BYTES [n] (picture files)");
    }

    /** The pictures of a request's inputs: exactly one is expected. */
    static List<Input> pictures(List<V2Input> inputs) throws RequestException {
        if (inputs.size() != 1) {
            throw RequestException.badData("send one input, not " + inputs.size());
        }
        return inputs.get(0).pictures();
    }
}
