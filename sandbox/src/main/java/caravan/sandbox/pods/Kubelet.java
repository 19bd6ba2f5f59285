package caravan.sandbox.pods;

import caravan.sandbox.Images;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.kubernetes.Subscription;
import caravan.sandbox.kubernetes.WatchEvent;
import caravan.sandbox.kubernetes.Write;
import caravan.sandbox.process.Children;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs every pod of the store as local processes. The pods are the store's: when the sandbox is started again, so are they. */
public final class Kubelet implements Endpoints, AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * What pods are run with.
     *
     * @param folder a folder a pod below it
     * @param builtIn images that need no process, since the sandbox itself does their work
     */
    record Machine(
            ObjectStore store,
            Children children,
            FreePorts ports,
            Images images,
            Path folder,
            Predicate<String> builtIn) {}

    private final Machine machine;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final DeploymentController deployments;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(runnable -> {
        Thread made = new Thread(runnable, "kubelet");
        made.setDaemon(true);
        return made;
    });
    private Subscription subscription;

    private Kubelet(Machine machine) {
        this.machine = machine;
        this.deployments = new DeploymentController(machine.store());
    }

    /**
     * Ends what a killed sandbox has left, and starts the pods of the store.
     *
     * @param folder of logs, volumes and running processes
     * @param builtIn images that need no process
     */
    public static Kubelet start(ObjectStore store, Path folder, Images images, Predicate<String> builtIn) {
        Children children = Children.open(folder.resolve("processes"));
        Kubelet kubelet =
                new Kubelet(new Machine(store, children, new FreePorts(), images, folder.resolve("pods"), builtIn));
        kubelet.begin();
        return kubelet;
    }

    private void begin() {
        List<ObjectNode> pods = machine.store().list(Kinds.POD, Selection.ALL).items();
        pods.forEach(this::notReady);
        removeFoldersBut(pods.stream().map(p -> Meta.of(p).uid()).collect(Collectors.toSet()));
        subscription = machine.store().watch(Kinds.POD, Selection.ALL, OptionalLong.empty(), thread, this::changed);
        deployments.start();
    }

    /** What was ready before is not so now. */
    private void notReady(ObjectNode pod) {
        Meta meta = Meta.of(pod);
        machine.store()
                .modify(
                        Kinds.POD,
                        meta.namespace(),
                        meta.name(),
                        Part.STATUS,
                        now -> {
                            for (JsonNode condition : now.path("status").path("conditions")) {
                                String type = condition.path("type").asText();
                                if (type.equals("Ready") || type.equals("ContainersReady")) {
                                    ((ObjectNode) condition).put("status", "False");
                                }
                            }
                            return now;
                        },
                        Write.by("kubelet"));
    }

    private void removeFoldersBut(Set<String> uids) {
        if (!Files.isDirectory(machine.folder())) {
            return;
        }
        try (Stream<Path> folders = Files.list(machine.folder())) {
            for (Path folder : folders.toList()) {
                if (!uids.contains(folder.getFileName().toString())) {
                    remove(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("folders of former pods cannot be removed", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void changed(WatchEvent event) {
        Meta meta = Meta.of(event.object());
        if (event.type() == WatchEvent.Type.DELETED) {
            PodWorker gone = workers.remove(meta.uid());
            if (gone != null) {
                gone.terminate(event.object());
            }
            return;
        }
        PodWorker worker = workers.get(meta.uid());
        if (worker == null) {
            worker = new PodWorker(machine, event.object());
            workers.put(meta.uid(), worker);
            if (!meta.deleting()) {
                worker.start();
            }
        }
        if (meta.deleting()) {
            worker.terminate(event.object());
        }
    }

    @Override
    public List<Endpoint> ready(String namespace, Map<String, String> selector) {
        List<Endpoint> ready = new ArrayList<>();
        for (PodWorker worker : workers.values()) {
            if (worker.meta().namespace().equals(namespace)
                    && Meta.selects(selector, worker.meta().labels())) {
                worker.ready().ifPresent(ready::add);
            }
        }
        return ready;
    }

    /**
     * The files that a container's output is written to, oldest first.
     *
     * @param container its name; empty for the pod's first one
     * @param previous the run before the present one
     */
    public Optional<List<Path>> logs(String namespace, String pod, String container, boolean previous) {
        return container(namespace, pod, container).map(c -> c.logs().files(previous));
    }

    /** Whether a container's process runs. */
    public boolean running(String namespace, String pod, String container) {
        return container(namespace, pod, container)
                .filter(c -> c.state() instanceof ContainerState.Running)
                .isPresent();
    }

    private Optional<ContainerRunner> container(String namespace, String pod, String container) {
        return workers.values().stream()
                .filter(w -> w.meta().place().equals(new Meta.Place(namespace, pod)))
                .flatMap(w -> w.containers().stream())
                .filter(c -> container.isEmpty() || c.container().name().equals(container))
                .findFirst();
    }

    @Override
    public void close() {
        subscription.close();
        thread.shutdown();
        deployments.close();
        workers.values().forEach(w -> w.containers().forEach(ContainerRunner::stopRestarting));
        machine.children().close(GRACE);
    }
}
