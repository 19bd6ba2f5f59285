package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.PodLogs.PodLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Reads a pod's log: first what is there, then what comes. */
final class Tailing {
    private final PodLog log;
    private long position;

    Tailing(PodLog log) {
        this.log = log;
    }

    /** What is there; its last lines alone where so many are asked for. */
    byte[] whatIsThere(OptionalInt lines) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Path> files = log.files();
        for (int i = 0; i < files.size(); i++) {
            if (Files.exists(files.get(i))) {
                byte[] content = Files.readAllBytes(files.get(i));
                all.writeBytes(content);
                position = i == files.size() - 1 ? content.length : 0;
            }
        }
        return lines.isPresent() ? last(all.toByteArray(), lines.getAsInt()) : all.toByteArray();
    }

    private static byte[] last(byte[] content, int lines) {
        int start = content.length;
        int found = 0;
        while (start > 0) {
            if (content[start - 1] == '\n' && start < content.length && ++found == lines) {
                break;
            }
            start--;
        }
        return lines == 0 ? new byte[0] : Arrays.copyOfRange(content, start, content.length);
    }

    /** What has come since; begins anew where the file did. */
    byte[] more() throws IOException {
        Path file = log.files().get(log.files().size() - 1);
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            if (reader.length() < position) {
                position = 0;
            }
            byte[] content = new byte[(int) Math.min(1 << 20, reader.length() - position)];
            reader.seek(position);
            reader.readFully(content);
            position += content.length;
            return content;
        }
    }

    boolean running() {
        return log.running().getAsBoolean();
    }
}
