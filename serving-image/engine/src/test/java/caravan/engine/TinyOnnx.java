package caravan.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Writes ONNX graphs of a few nodes that look at a picture's mean colour alone: redder than blue is the first label,
 * bluer the second.
 */
public final class TinyOnnx {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TinyOnnx() {}

    /** A version's graph: probabilities [N,2], projection [N,3] (mean colour / 255), leftover [N] (its norm). */
    public static Path version(Path file) throws IOException {
        return Files.write(file, model(graph -> {
            pooled(graph);
            graph.node("Gemm", "probabilities_raw", new String[] {"flat", "weights", "bias"}, a -> {});
            graph.node("Softmax", "probabilities", new String[] {"probabilities_raw"}, a -> a.integer("axis", 1));
            graph.node("Gemm", "projection", new String[] {"flat", "scale", "zero"}, a -> {});
            graph.node("ReduceL2", "leftover", new String[] {"projection"}, a -> {
                a.integers("axes", 1);
                a.integer("keepdims", 0);
            });
            graph.initializer("weights", new long[] {3, 2}, 0.05f, -0.05f, 0, 0, -0.05f, 0.05f);
            graph.initializer("bias", new long[] {2}, 0, 0);
            graph.initializer("scale", new long[] {3, 3}, 1 / 255f, 0, 0, 0, 1 / 255f, 0, 0, 0, 1 / 255f);
            graph.initializer("zero", new long[] {3}, 0, 0, 0);
            graph.value(11, "picture", 3, PictureTensor.SIDE, PictureTensor.SIDE);
            graph.value(12, "probabilities", 2);
            graph.value(12, "projection", 3);
            graph.value(12, "leftover");
        }));
    }

    /** A version's graph that gives probabilities alone. */
    public static Path unwatched(Path file) throws IOException {
        return Files.write(file, model(graph -> {
            pooled(graph);
            graph.node("Gemm", "probabilities_raw", new String[] {"flat", "weights", "bias"}, a -> {});
            graph.node("Softmax", "probabilities", new String[] {"probabilities_raw"}, a -> a.integer("axis", 1));
            graph.initializer("weights", new long[] {3, 2}, 0.05f, -0.05f, 0, 0, -0.05f, 0.05f);
            graph.initializer("bias", new long[] {2}, 0, 0);
            graph.value(11, "picture", 3, PictureTensor.SIDE, PictureTensor.SIDE);
            graph.value(12, "probabilities", 2);
        }));
    }

    /** A backbone: features [N,3], the mean colour. */
    public static Path backbone(Path file) throws IOException {
        return Files.write(file, model(graph -> {
            graph.node("GlobalAveragePool", "pooled", new String[] {"picture"}, a -> {});
            graph.node("Flatten", "features", new String[] {"pooled"}, a -> a.integer("axis", 1));
            graph.value(11, "picture", 3, PictureTensor.SIDE, PictureTensor.SIDE);
            graph.value(12, "features", 3);
        }));
    }

    private static void pooled(TinyOnnx graph) {
        graph.node("GlobalAveragePool", "pooled", new String[] {"picture"}, a -> {});
        graph.node("Flatten", "flat", new String[] {"pooled"}, a -> a.integer("axis", 1));
    }

    private static byte[] model(Consumer<TinyOnnx> graph) {
        return message(model -> {
            model.number(1, 8);
            model.nested(8, opset -> {
                opset.text(1, "");
                opset.number(2, 13);
            });
            model.nested(7, g -> {
                g.text(2, "tiny");
                graph.accept(g);
            });
        });
    }

    private void node(String type, String output, String[] inputs, Consumer<TinyOnnx> attributes) {
        nested(1, node -> {
            for (String input : inputs) {
                node.text(1, input);
            }
            node.text(2, output);
            node.text(4, type);
            attributes.accept(node);
        });
    }

    private void integer(String name, long value) {
        nested(5, attribute -> {
            attribute.text(1, name);
            attribute.number(3, value);
            attribute.number(20, 2);
        });
    }

    private void integers(String name, long value) {
        nested(5, attribute -> {
            attribute.text(1, name);
            attribute.number(8, value);
            attribute.number(20, 7);
        });
    }

    private void initializer(String name, long[] shape, float... values) {
        nested(5, tensor -> {
            for (long dimension : shape) {
                tensor.number(1, dimension);
            }
            tensor.number(2, 1);
            tensor.text(8, name);
            ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            raw.asFloatBuffer().put(values);
            tensor.bytes(9, raw.array());
        });
    }

    private void value(int field, String name, long... afterBatch) {
        nested(field, value -> {
            value.text(1, name);
            value.nested(
                    2,
                    type -> type.nested(1, tensor -> {
                        tensor.number(1, 1);
                        tensor.nested(2, shape -> {
                            shape.nested(1, dimension -> dimension.text(2, "N"));
                            for (long length : afterBatch) {
                                shape.nested(1, dimension -> dimension.number(1, length));
                            }
                        });
                    }));
        });
    }

    private static byte[] message(Consumer<TinyOnnx> content) {
        TinyOnnx message = new TinyOnnx();
        content.accept(message);
        return message.out.toByteArray();
    }

    private void nested(int field, Consumer<TinyOnnx> content) {
        bytes(field, message(content));
    }

    private void text(int field, String text) {
        bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(int field, byte[] bytes) {
        varint((long) field << 3 | 2);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void number(int field, long value) {
        varint((long) field << 3);
        varint(value);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
