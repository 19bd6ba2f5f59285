package caravan.sandbox;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where one server listens: always on the loopback address.
 *
 * @param port 0 for any free one
 * @param tls absent for plain text
 */
public record Listener(int port, Optional<Tls> tls) {

    /** The only address that the sandbox binds. */
    public static final String HOST = "127.0.0.1";

    /** Any free port, plain text. */
    public static Listener any() {
        return new Listener(0, Optional.empty());
    }

    /** The address to bind. */
    public InetSocketAddress address() {
        return new InetSocketAddress(HOST, port);
    }

    /** The URL under which clients find a server of this listener, for instance {@code http} or {@code https}. */
    public String url(String scheme, int boundPort) {
        return scheme + (tls.isPresent() ? "s" : "") + "://" + HOST + ":" + boundPort;
    }
}
