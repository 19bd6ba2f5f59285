package caravan.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The port of each server by name, kept over restarts as long as nobody else takes it. */
final class Ports {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, Integer> ports;

    private Ports(Path file, Map<String, Integer> ports) {
        this.file = file;
        this.ports = ports;
    }

    static Ports read(Path file) {
        try {
            return new Ports(
                    file,
                    Files.isRegularFile(file)
                            ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, Integer>>() {})
                            : new TreeMap<>());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + "; delete it to have new ports", e);
        }
    }

    /** The port that this server had before, or 0 for any. */
    int preferred(String server) {
        int port = ports.getOrDefault(server, 0);
        return port != 0 && free(port) ? port : 0;
    }

    /** Remembers where the server listens now. */
    void keep(String server, int port) {
        if (Integer.valueOf(port).equals(ports.put(server, port))) {
            return;
        }
        try {
            PrivateFiles.write(file, JSON.writeValueAsString(ports));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(Listener.HOST, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
