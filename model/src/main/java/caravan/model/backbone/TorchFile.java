package caravan.model.backbone;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a state dict from PyTorch's older file layout: five pickles (magic number, protocol, system, the dict, the
 * storages' keys), then each storage's count and raw little-endian values. Nothing but dicts and tensors of floats and
 * whole numbers is built; whole numbers (step counters) are skipped.
 */
final class TorchFile {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long LIMIT = 1L << 30;

    private TorchFile() {}

    /**
     * The float tensors by name.
     *
     * @throws IOException where the file cannot be read or has another layout
     */
    static Map<String, Tensor> read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            Reader reader = new Reader();
            if (!MAGIC.equals(reader.load(in))) {
                throw new IOException("not the older PyTorch layout (torch.save before 1.6)");
            }
            reader.load(in);
            reader.load(in);
            Map<?, ?> views = reader.map(in);
            if (!(reader.load(in) instanceof List<?> keys)) {
                throw new IOException("the list of the storages' keys is missing");
            }
            Map<String, float[]> storages = new HashMap<>();
            for (Object key : keys) {
                storages.put(String.valueOf(key), storage(in, reader.storages.get(String.valueOf(key))));
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : views.entrySet()) {
                if (entry.getValue() instanceof View view && view.storage.floats()) {
                    tensors.put(String.valueOf(entry.getKey()), view.in(storages.get(view.storage.key)));
                }
            }
            return tensors;
        } catch (PickleException | ClassCastException e) {
            throw new IOException(file + " is not a PyTorch state dict in the older layout: " + e.getMessage(), e);
        }
    }

    private static float[] storage(InputStream in, Storage storage) throws IOException {
        if (storage == null) {
            throw new IOException("a storage without a tensor");
        }
        long count = ByteBuffer.wrap(exactly(in, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (count != storage.count || count < 0 || count > LIMIT / storage.width()) {
            throw new IOException("storage " + storage.key + " has " + count + " values, not " + storage.count);
        }
        ByteBuffer raw = ByteBuffer.wrap(exactly(in, Math.toIntExact(count * storage.width())))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[storage.floats() ? Math.toIntExact(count) : 0];
        raw.asFloatBuffer().get(values);
        return values;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the file ends before its last tensor");
        }
        return bytes;
    }

    /** A named block of values that tensors look into. */
    private record Storage(String type, String key, long count) {
        boolean floats() {
            return type.equals("FloatStorage");
        }

        int width() {
            return type.equals("FloatStorage") || type.equals("IntStorage") ? 4 : 8;
        }
    }

    /** A tensor's way through its storage; one step an axis, in values. */
    @SuppressWarnings("ArrayRecordComponent")
    private record View(Storage storage, long offset, long[] shape, long[] strides) {

        Tensor in(float[] values) throws IOException {
            long size = 1;
            long last = offset;
            for (int axis = 0; axis < shape.length; axis++) {
                size = Math.multiplyExact(size, shape[axis]);
                last += (shape[axis] - 1) * strides[axis];
            }
            if (offset < 0 || last >= values.length || size > values.length) {
                throw new IOException("a tensor reaches beyond storage " + storage.key);
            }
            float[] rows = new float[Math.toIntExact(size)];
            long[] index = new long[shape.length];
            for (int to = 0; to < rows.length; to++) {
                long from = offset;
                for (int axis = 0; axis < shape.length; axis++) {
                    from += index[axis] * strides[axis];
                }
                rows[to] = values[Math.toIntExact(from)];
                for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                    index[axis] = 0;
                }
            }
            return new Tensor(shape, rows);
        }
    }

    /** Python's ordered dict, whose own attributes do not matter here. */
    public static final class Dict extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1L;

        /** Called for the dict's attributes, by this very name and type. */
        @SuppressWarnings("NonApiType")
        public void __setstate__(HashMap<String, Object> ignored) {
            // version numbers of PyTorch's modules
        }
    }

    /** The type of a storage, as named in the file. */
    private record Type(String name) implements IObjectConstructor {
        @Override
        public Object construct(Object[] args) {
            throw new PickleException("a storage's type is not to be called");
        }
    }

    private static final class Reader extends Unpickler {
        private final Map<String, Storage> storages = new HashMap<>();

        static {
            registerConstructor("collections", "OrderedDict", args -> new Dict());
            registerConstructor("torch._utils", "_rebuild_tensor_v2", Reader::view);
            for (String type : new String[] {"FloatStorage", "LongStorage", "IntStorage", "DoubleStorage"}) {
                registerConstructor("torch", type, new Type(type));
            }
        }

        Map<?, ?> map(InputStream in) throws IOException {
            if (load(in) instanceof Map<?, ?> map) {
                return map;
            }
            throw new IOException("the file holds no state dict");
        }

        @Override
        protected Object persistentLoad(Object id) {
            if (id instanceof Object[] parts && parts.length >= 5 && "storage".equals(parts[0])) {
                Storage storage =
                        new Storage(((Type) parts[1]).name, String.valueOf(parts[2]), ((Number) parts[4]).longValue());
                storages.put(storage.key, storage);
                return storage;
            }
            throw new PickleException("an unknown kind of reference");
        }

        private static Object view(Object[] args) {
            return new View(
                    (Storage) args[0], ((Number) args[1]).longValue(), longs((Object[]) args[2]), longs((Object[])
                            args[3]));
        }

        private static long[] longs(Object[] numbers) {
            long[] longs = new long[numbers.length];
            for (int i = 0; i < longs.length; i++) {
                longs[i] = ((Number) numbers[i]).longValue();
            }
            return longs;
        }
    }
}
