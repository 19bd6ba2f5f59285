package caravan.sandbox;

import caravan.sandbox.determined.DeterminedServer;
import caravan.sandbox.kubernetes.KubernetesServer;
import caravan.sandbox.kubernetes.PodLogs;
import caravan.sandbox.pachyderm.PachydermConfig;
import caravan.sandbox.pachyderm.PachydermServer;
import caravan.sandbox.pods.Meta;
import caravan.sandbox.seldon.SeldonServer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The embedded systems of one home, in one process: it starts them, says where they are, and stops them. */
@CommandLine.Command(
        name = "caravan-sandbox",
        mixinStandardHelpOptions = true,
        description = "Runs Pachyderm, Determined and Kubernetes with Seldon on this machine, on loopback only.")
public final class Sandbox implements Callable<Integer>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

    @CommandLine.Option(names = "--home", required = true, description = "Folder that holds all state.")
    private Path home;

    @CommandLine.Option(names = "--images", description = "File that says how images run as processes.")
    private Path images;

    @CommandLine.Option(names = "--tls", description = "All systems speak TLS, by an authority of the home's own.")
    private boolean withTls;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<String, Object> addresses = new LinkedHashMap<>();
    private Optional<Tls> tls;
    private Ports ports;

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) {
        int code = new CommandLine(new Sandbox()).execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            close();
            stop.countDown();
        }));
        try {
            start();
        } catch (Exception e) {
            LOG.error("cannot start: {}", e.getMessage(), e);
            return 1;
        }
        stop.await();
        return 0;
    }

    /** Each system: start it with its listener, and put its address. The order is that of their needs. */
    private void start() throws Exception {
        home = home.toAbsolutePath().normalize();
        Path state = PrivateFiles.folder(home.resolve("sandbox"));
        Files.deleteIfExists(home.resolve("addresses.json"));
        Credentials credentials = Credentials.open(home.resolve("credentials"));
        ports = Ports.read(state.resolve("ports.json"));
        tls = withTls ? Optional.of(authority(state, credentials)) : Optional.empty();

        PachydermServer pachyderm =
                keep(PachydermServer.start(listener("pachyderm"), state.resolve("pachyderm"), credentials));
        put("pachyderm", "grpc", pachyderm.port());
        PachydermConfig.write(credentials, (String) addresses.get("pachyderm"), tls);

        Images known = images == null ? Images.none() : Images.read(images);
        put(
                "determined",
                "http",
                keep(DeterminedServer.start(listener("determined"), state.resolve("determined"), credentials, known))
                        .port());

        // Over plain text kubectl sends no token, so the API speaks TLS always.
        Listener secure =
                new Listener(ports.preferred("kubernetes"), Optional.of(CertificateAuthority.in(state.resolve("tls"))));
        KubernetesServer kubernetes = keep(KubernetesServer.start(secure, state.resolve("kubernetes"), credentials));
        ports.keep("kubernetes", kubernetes.port());
        addresses.put("kubernetes", secure.url("http", kubernetes.port()));
        startSeldon(kubernetes, state, known);

        writeAddresses();
    }

    private void startSeldon(KubernetesServer kubernetes, Path state, Images known) throws IOException {
        SeldonServer seldon = keep(SeldonServer.start(
                listener("gateway"),
                listener("gatewayGrpc"),
                kubernetes.store(),
                PrivateFiles.folder(state.resolve("node")),
                known));
        kubernetes.logs((namespace, pod, container, previous) -> seldon.kubelet()
                .logs(namespace, pod, container, previous)
                .map(files -> new PodLogs.PodLog(files, () -> seldon.kubelet().running(namespace, pod, container))));
        put("gateway", "http", seldon.httpPort());
        ports.keep("gatewayGrpc", seldon.grpcPort());
        addresses.put("gatewayGrpc", Listener.HOST + ":" + seldon.grpcPort());
        if (known.find(CaravanNamespace.DETECTORS_IMAGE).isPresent()) {
            Meta.Place service = new CaravanNamespace(kubernetes.store())
                    .detectors(Map.of("CARAVAN_PACHYDERM_ADDRESS", (String) addresses.get("pachyderm")));
            addresses.put("detectors", Listener.any().url("http", seldon.open(service, CaravanNamespace.PORT)));
        }
    }

    private static Tls authority(Path state, Credentials credentials) throws IOException {
        Tls made = CertificateAuthority.in(state.resolve("tls"));
        credentials.write("ca.pem", Files.readString(made.ca()));
        return made;
    }

    /** Where the server of this name listens; its former port where that is free. */
    private Listener listener(String server) {
        return new Listener(ports.preferred(server), tls);
    }

    /** Remembers a server's port and publishes it as {@code scheme://127.0.0.1:port}, the scheme with an s under TLS. */
    private void put(String server, String scheme, int port) {
        ports.keep(server, port);
        addresses.put(server, new Listener(port, tls).url(scheme, port));
    }

    /** Closes it at the end, in reverse order. */
    private <T extends AutoCloseable> T keep(T system) {
        synchronized (running) {
            running.push(system);
        }
        return system;
    }

    private void writeAddresses() throws IOException {
        addresses.put("pid", ProcessHandle.current().pid());
        addresses.put("ca", tls.isPresent() ? home.resolve("credentials/ca.pem").toString() : null);
        PrivateFiles.write(
                home.resolve("addresses.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(addresses));
        LOG.info("all systems accept: {}", addresses);
    }

    @Override
    public void close() {
        synchronized (running) {
            while (!running.isEmpty()) {
                AutoCloseable system = running.pop();
                try {
                    system.close();
                } catch (Exception e) {
                    LOG.error("{} did not stop cleanly", system.getClass().getSimpleName(), e);
                }
            }
        }
    }
}
