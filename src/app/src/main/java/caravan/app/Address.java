package caravan.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where the integration listens: {@code integration.json} in its home, for those on this machine.
 *
 * @param url of health, metrics and Jolokia
 * @param events of the listener for prediction events, without its path
 */
record Address(String url, String events, long pid) {
    private static final String FILE = "integration.json";

    static Optional<Address> last(Path home) {
        try {
            return Optional.of(new ObjectMapper().readValue(home.resolve(FILE).toFile(), Address.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Path home) {
        try {
            Files.createDirectories(home);
            Path part = home.resolve(FILE + ".part");
            Files.write(part, new ObjectMapper().writeValueAsBytes(this));
            Files.move(part, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SettingsException("cannot write " + home.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }

    /** The wanted port; for 0 the last one where it is free, else one that is free now. */
    static int port(String host, int wanted, Optional<String> last) {
        if (wanted != 0) {
            return wanted;
        }
        int before = last.map(u -> URI.create(u).getPort()).orElse(0);
        try {
            return free(host, before);
        } catch (IOException e) {
            try {
                return free(host, 0);
            } catch (IOException none) {
                throw new SettingsException(host + " cannot be listened on: " + none.getMessage(), none);
            }
        }
    }

    private static int free(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }
}
