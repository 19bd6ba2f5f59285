package caravan.sandbox.pachyderm.metadata;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All rows in one file, a line for each transaction. A line that is not whole was never answered to anybody and is dropped. The file is
 * written anew at opening, when most of it is outdated.
 */
final class Journal implements Closeable {
    private static final int LONG_ENOUGH = 1000;
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()));

    /** One transaction. */
    private record Line(List<Row> put, List<String> drop) {}

    private final FileChannel file;
    private final Map<String, Row> rows;

    private Journal(FileChannel file, Map<String, Row> rows) {
        this.file = file;
        this.rows = rows;
    }

    static Journal open(Path path) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        long lines = 0;
        long whole = 0;
        if (Files.exists(path)) {
            try (BufferedReader in = Files.newBufferedReader(path)) {
                long size = Files.size(path);
                for (String text = in.readLine(); text != null; text = in.readLine()) {
                    long end = whole + text.getBytes(StandardCharsets.UTF_8).length + 1;
                    if (end > size) {
                        break;
                    }
                    apply(rows, JSON.readValue(text, Line.class));
                    whole = end;
                    lines++;
                }
            }
        }
        if (lines > LONG_ENOUGH && lines > 2L * rows.size()) {
            whole = rewrite(path, rows.values());
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(whole).position(whole);
        return new Journal(file, rows);
    }

    /** What was there at opening, in the order of writing. */
    Collection<Row> rows() {
        return rows.values();
    }

    /** Writes one transaction; when this returns, it survives the end of the process. */
    void append(List<Row> put, List<String> drop) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line(put, drop));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static long rewrite(Path path, Collection<Row> rows) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(draft)) {
            for (Row row : rows) {
                out.write(line(List.of(row), List.of()));
            }
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Files.size(path);
    }

    private static byte[] line(List<Row> put, List<String> drop) throws IOException {
        return (JSON.writeValueAsString(new Line(put, drop)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void apply(Map<String, Row> rows, Line line) {
        line.put().forEach(row -> rows.put(row.key(), row));
        line.drop().forEach(rows::remove);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(
                com.fasterxml.jackson.core.JsonParser parser,
                com.fasterxml.jackson.databind.DeserializationContext context)
                throws IOException {
            return Instant.parse(parser.getText());
        }
    }
}
