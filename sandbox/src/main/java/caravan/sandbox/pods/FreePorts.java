package caravan.sandbox.pods;

import caravan.sandbox.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives ports of this machine to pods, none to two at a time. */
final class FreePorts {
    private final Set<Integer> given = new HashSet<>();

    /** A free port for each container port. */
    synchronized Map<Integer, Integer> take(List<Integer> containerPorts) {
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int containerPort : containerPorts) {
                int port;
                do {
                    ServerSocket socket = new ServerSocket();
                    held.add(socket);
                    socket.bind(new InetSocketAddress(Listener.HOST, 0));
                    port = socket.getLocalPort();
                } while (!given.add(port));
                ports.put(containerPort, port);
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + Listener.HOST, e);
        }
        return ports;
    }

    synchronized void giveBack(Map<Integer, Integer> ports) {
        given.removeAll(ports.values());
    }
}
