package caravan.model.onnx;

import caravan.model.onnx.wire.AttributeProto;
import caravan.model.onnx.wire.GraphProto;
import caravan.model.onnx.wire.ModelProto;
import caravan.model.onnx.wire.NodeProto;
import caravan.model.onnx.wire.OperatorSetIdProto;
import caravan.model.onnx.wire.TensorProto;
import caravan.model.onnx.wire.TensorShapeProto;
import caravan.model.onnx.wire.TypeProto;
import caravan.model.onnx.wire.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An ONNX graph (opset 13) while it is written: weights, then nodes in the order of computation. The same calls give
 * the same bytes.
 */
public final class Graph {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final GraphProto.Builder graph;

    private Graph(GraphProto.Builder graph) {
        this.graph = graph;
    }

    /** An empty graph. */
    public static Graph named(String name) {
        return new Graph(GraphProto.newBuilder().setName(name));
    }

    /**
     * A graph that was written before, to be continued: its outputs become inner values.
     *
     * @throws IllegalArgumentException where the bytes are no ONNX model
     */
    public static Graph continued(String name, byte[] model) {
        try {
            GraphProto.Builder graph = ModelProto.parseFrom(model).getGraph().toBuilder();
            if (graph.getNodeCount() == 0) {
                throw new IllegalArgumentException("not an ONNX model: it has no nodes");
            }
            return new Graph(graph.setName(name).clearOutput());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an ONNX model: " + e.getMessage(), e);
        }
    }

    /**
     * Adds a constant.
     *
     * @param shape sizes along each axis; none for a single number
     * @return its name
     */
    public String weight(String name, long[] shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, FLOAT, shape, raw.array(), values.length);
    }

    /** Adds a list of whole numbers, as some operators take their axes. */
    public String integers(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant(name, INT64, new long[] {values.length}, raw.array(), values.length);
    }

    private String constant(String name, int type, long[] shape, byte[] raw, int count) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        long product = 1;
        for (long size : shape) {
            tensor.addDims(size);
            product *= size;
        }
        if (product != count) {
            throw new IllegalArgumentException(name + " has " + count + " values, its shape " + product);
        }
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(raw)));
        return name;
    }

    /**
     * Adds an operator with one output.
     *
     * @param inputs names of earlier values
     * @return the output's name
     */
    public String node(String operator, String output, List<String> inputs, Attribute... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output);
        for (Attribute attribute : attributes) {
            node.addAttribute(attribute.wire());
        }
        graph.addNode(node);
        return output;
    }

    /** A setting of an operator. */
    public sealed interface Attribute {
        /** The setting as it is written. */
        AttributeProto wire();
    }

    /** A whole number. */
    public record Whole(String name, long value) implements Attribute {
        @Override
        public AttributeProto wire() {
            return AttributeProto.newBuilder()
                    .setName(name)
                    .setI(value)
                    .setType(AttributeProto.AttributeType.INT)
                    .build();
        }
    }

    /** A list of whole numbers. */
    public record Wholes(String name, List<Long> values) implements Attribute {
        @Override
        public AttributeProto wire() {
            return AttributeProto.newBuilder()
                    .setName(name)
                    .addAllInts(values)
                    .setType(AttributeProto.AttributeType.INTS)
                    .build();
        }
    }

    /** Declares a float input whose first axis is the batch; {@code sizes} are those of the other axes. */
    public void input(String name, long... sizes) {
        graph.addInput(value(name, sizes));
    }

    /** Declares a value as a float output whose first axis is the batch. */
    public void output(String name, long... sizes) {
        graph.addOutput(value(name, sizes));
    }

    private static ValueInfoProto value(String name, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        for (long size : sizes) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
                .build();
    }

    /** The model's file. */
    public byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("caravan")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
