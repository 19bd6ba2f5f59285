package caravan.sandbox.pods;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** A pod that can be asked: where its container ports are on this machine, and how many requests it is answering. */
public final class Endpoint {
    /** The address of every pod; the ports tell them apart. */
    public static final String HOST = "127.0.0.1";

    private final String pod;
    private final Map<Integer, Integer> ports;
    private final Map<String, Integer> named;
    private int underWay;
    private boolean gone;

    /**
     * An endpoint.
     *
     * @param pod the pod's name
     * @param ports local port by container port
     * @param named container port by container's and port's name, as {@code model/http}
     */
    public Endpoint(String pod, Map<Integer, Integer> ports, Map<String, Integer> named) {
        this.pod = pod;
        this.ports = Map.copyOf(ports);
        this.named = Map.copyOf(named);
    }

    /** The pod's name. */
    public String pod() {
        return pod;
    }

    /** Local port by container port. */
    public Map<Integer, Integer> ports() {
        return ports;
    }

    /** Where a container port is, if the pod has it. */
    public OptionalInt port(int containerPort) {
        Integer port = ports.get(containerPort);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** Where a container's port of that name is, if the pod has it. */
    public OptionalInt port(String container, String name) {
        Integer port = named.get(container + "/" + name);
        return port == null ? OptionalInt.empty() : port(port);
    }

    /** Where the first port of that name is, in whichever container. */
    public OptionalInt portNamed(String name) {
        return named.entrySet().stream()
                .filter(e -> e.getKey().endsWith("/" + name))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .stream()
                .flatMap(port -> port(port).stream())
                .findFirst();
    }

    /** Counts a request in; {@link #leave} must follow. */
    public synchronized void enter() {
        underWay++;
    }

    /** Counts a request out. */
    public synchronized void leave() {
        underWay--;
        if (underWay == 0) {
            notifyAll();
        }
    }

    /** Whether the pod has ended, so that connections to it can be forgotten. */
    public synchronized boolean gone() {
        return gone;
    }

    /** The pod has ended. */
    public synchronized void end() {
        gone = true;
    }

    /** Requests under way. */
    public synchronized int underWay() {
        return underWay;
    }

    /** Waits until no request is under way; false where some still are. */
    public synchronized boolean awaitIdle(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (underWay > 0) {
            long rest = (deadline - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return false;
            }
            wait(rest);
        }
        return true;
    }

    @Override
    public String toString() {
        return pod;
    }
}
