package caravan.model.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named arrays in a file of the safetensors format: the header's length (8 bytes, little-endian), the header as JSON,
 * the values. No code is in such a file, and the same arrays give the same bytes.
 */
final class Tensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXTS = "__metadata__";

    private enum Type {
        F32(4),
        I32(4),
        U8(1);

        private final int width;

        Type(int width) {
            this.width = width;
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Tensor(Type type, long[] shape, ByteBuffer values) {
        ByteBuffer ordered() {
            return values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    Tensors text(String name, String value) {
        texts.put(name, value);
        return this;
    }

    Tensors floats(String name, float[]... rows) {
        ByteBuffer values = buffer(Type.F32, rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (float[] row : rows) {
            values.asFloatBuffer().put(row);
            values.position(values.position() + row.length * Float.BYTES);
        }
        return put(name, Type.F32, new long[] {rows.length, rows.length == 0 ? 0 : rows[0].length}, values.flip());
    }

    Tensors integers(String name, int[] column) {
        ByteBuffer values = buffer(Type.I32, column.length, 1);
        values.asIntBuffer().put(column);
        return put(name, Type.I32, new long[] {column.length}, values);
    }

    Tensors bytes(String name, byte[]... rows) {
        ByteBuffer values = buffer(Type.U8, rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (byte[] row : rows) {
            values.put(row);
        }
        return put(name, Type.U8, new long[] {rows.length, rows.length == 0 ? 0 : rows[0].length}, values.flip());
    }

    private static ByteBuffer buffer(Type type, int rows, int columns) {
        return ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(rows, columns), type.width))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private Tensors put(String name, Type type, long[] shape, ByteBuffer values) {
        tensors.put(name, new Tensor(type, shape, values));
        return this;
    }

    String text(String name) throws IOException {
        String value = texts.get(name);
        if (value == null) {
            throw new IOException("there is no text `" + name + "`");
        }
        return value;
    }

    float[][] floats(String name) throws IOException {
        Tensor tensor = tensor(name, Type.F32, 2);
        float[][] rows = new float[(int) tensor.shape[0]][(int) tensor.shape[1]];
        var values = tensor.ordered().asFloatBuffer();
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    int[] integers(String name) throws IOException {
        Tensor tensor = tensor(name, Type.I32, 1);
        int[] column = new int[(int) tensor.shape[0]];
        tensor.ordered().asIntBuffer().get(column);
        return column;
    }

    byte[][] bytes(String name) throws IOException {
        Tensor tensor = tensor(name, Type.U8, 2);
        byte[][] rows = new byte[(int) tensor.shape[0]][(int) tensor.shape[1]];
        ByteBuffer values = tensor.ordered();
        for (byte[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    private Tensor tensor(String name, Type type, int axes) throws IOException {
        Tensor tensor = tensors.get(name);
        if (tensor == null || tensor.type != type || tensor.shape.length != axes) {
            throw new IOException("there is no array `" + name + "` of " + type + " with " + axes + " axes");
        }
        return tensor;
    }

    void write(Path file) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!texts.isEmpty()) {
            ObjectNode metadata = header.putObject(TEXTS);
            texts.forEach(metadata::put);
        }
        int offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type.name());
            Arrays.stream(tensor.shape).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + tensor.values.remaining());
            offset = Math.addExact(offset, tensor.values.remaining());
        }
        byte[] json = JSON.writeValueAsBytes(header);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        ByteBuffer out = ByteBuffer.allocate(8 + padded.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded.length).put(padded);
        tensors.values().forEach(t -> out.put(t.values.duplicate()));
        Files.write(file, out.array());
    }

    static Tensors read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        try {
            long length = in.getLong();
            byte[] json = new byte[Math.toIntExact(length)];
            in.get(json);
            ByteBuffer values = in.slice();
            Tensors tensors = new Tensors();
            JsonNode header = JSON.readTree(new String(json, StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> field : header.properties()) {
                if (field.getKey().equals(TEXTS)) {
                    field.getValue()
                            .properties()
                            .forEach(t ->
                                    tensors.texts.put(t.getKey(), t.getValue().asText()));
                } else {
                    tensors.tensors.put(field.getKey(), tensor(field.getValue(), values));
                }
            }
            return tensors;
        } catch (RuntimeException e) {
            throw new IOException(file.getFileName() + " is no safetensors file: " + e.getMessage(), e);
        }
    }

    private static Tensor tensor(JsonNode node, ByteBuffer values) {
        Type type = Type.valueOf(node.path("dtype").asText());
        long[] shape = new long[node.path("shape").size()];
        long size = type.width;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.path("shape").get(i).asLong();
            size = Math.multiplyExact(size, shape[i]);
        }
        int from = node.path("data_offsets").path(0).asInt(-1);
        int to = node.path("data_offsets").path(1).asInt(-1);
        if (to - from != size) {
            throw new IllegalArgumentException("an array's size and place do not agree");
        }
        return new Tensor(type, shape, values.slice(from, to - from));
    }
}
