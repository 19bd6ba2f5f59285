package caravan.sandbox.pods;

import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Write;
import caravan.sandbox.process.Child;
import caravan.sandbox.process.Children;
import caravan.sandbox.process.Command;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pod: its containers as processes, its status in the store, and its end. */
final class PodWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Write WRITE = Write.by("kubelet");

    private final ObjectStore store;
    private final Children children;
    private final FreePorts freePorts;
    private final ObjectNode pod;
    private final Meta meta;
    private final Launch launch;
    private final Endpoint endpoint;
    private final List<ContainerRunner> containers = new ArrayList<>();
    private final List<ContainerSpec> builtIn = new ArrayList<>();
    private boolean terminating;

    PodWorker(Kubelet.Machine machine, ObjectNode pod) {
        this.store = machine.store();
        this.children = machine.children();
        this.freePorts = machine.ports();
        this.pod = pod;
        this.meta = Meta.of(pod);
        Path folder = machine.folder().resolve(meta.uid());
        Variables variables = new Variables(store);
        this.launch = new Launch(machine.images(), variables, new Volumes(folder, variables), folder);
        List<Integer> ports = new ArrayList<>();
        Map<String, Integer> named = new HashMap<>();
        for (ContainerSpec container : ContainerSpec.of(pod)) {
            if (machine.builtIn().test(container.image())) {
                builtIn.add(container);
            } else {
                ports.addAll(container.ports());
                named.putAll(container.named());
            }
        }
        this.endpoint = new Endpoint(
                meta.name(), freePorts.take(ports.stream().distinct().toList()), named);
        for (ContainerSpec container : ContainerSpec.of(pod)) {
            if (!builtIn.contains(container)) {
                containers.add(new ContainerRunner(
                        container,
                        endpoint.ports(),
                        launch,
                        children,
                        new ContainerLogs(folder, container.name()),
                        restarts(container.name()),
                        this::writeStatus));
            }
        }
    }

    /** A pod that ran before the sandbox was started again has been restarted once more. */
    private int restarts(String container) {
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                return status.path("restartCount").asInt() + 1;
            }
        }
        return 0;
    }

    void start() {
        containers.forEach(ContainerRunner::start);
    }

    Meta meta() {
        return meta;
    }

    /** Where it can be asked, while it is ready. */
    synchronized Optional<Endpoint> ready() {
        return !terminating && containers.stream().allMatch(ContainerRunner::ready)
                ? Optional.of(endpoint)
                : Optional.empty();
    }

    List<ContainerRunner> containers() {
        return List.copyOf(containers);
    }

    /** Ends it as a deleted pod ends: no new requests, its hook, time for those under way, then the signal. */
    void terminate(ObjectNode deleted) {
        synchronized (this) {
            if (terminating) {
                return;
            }
            terminating = true;
        }
        Thread thread = new Thread(() -> end(deleted), "end-of-" + meta.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void end(ObjectNode deleted) {
        long deadline = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(deleted.path("spec")
                        .path("terminationGracePeriodSeconds")
                        .asInt(30));
        containers.forEach(ContainerRunner::stopRestarting);
        try {
            for (ContainerRunner container : containers) {
                if (container.state() instanceof ContainerState.Running) {
                    preStop(container.container(), left(deadline));
                }
            }
            if (!endpoint.awaitIdle(left(deadline))) {
                LOG.warn("pod {} is ended with {} requests under way", meta.place(), endpoint.underWay());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        containers.parallelStream().forEach(c -> c.stop(left(deadline)));
        endpoint.end();
        freePorts.giveBack(endpoint.ports());
        containers.forEach(c -> c.logs().close());
        release();
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    private void preStop(ContainerSpec container, Duration atMost) throws InterruptedException {
        JsonNode exec = container.json().path("lifecycle").path("preStop").path("exec");
        if (!exec.has("command")) {
            return;
        }
        List<String> words = new ArrayList<>();
        exec.path("command").forEach(w -> words.add(w.asText()));
        try {
            Command own = launch.command(container, endpoint.ports());
            Child hook = children.start(
                    new Command(own.name() + "/preStop", words, own.environment(), own.directory()),
                    (source, line) -> LOG.debug("{}: {}", own.name(), line));
            try {
                hook.onExit().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                hook.kill();
            } catch (java.util.concurrent.ExecutionException e) {
                LOG.warn("preStop of {}: {}", own.name(), e.getMessage());
            }
        } catch (NotYet | IllegalStateException | java.io.UncheckedIOException e) {
            LOG.warn("preStop of {} cannot run: {}", meta.place(), e.getMessage());
        }
    }

    private void release() {
        modify(Part.MAIN, now -> {
            ArrayNode kept = now.arrayNode();
            now.path("metadata").path("finalizers").forEach(f -> {
                if (!f.asText().equals(Template.FINALIZER)) {
                    kept.add(f);
                }
            });
            now.withObject("/metadata").set("finalizers", kept);
        });
    }

    /** Writes how it stands. */
    void writeStatus() {
        modify(
                Part.STATUS,
                now -> now.set("status", PodStatus.keepingTimes(PodStatus.of(this, builtIn), now.path("status"))));
    }

    private void modify(Part part, java.util.function.Consumer<ObjectNode> change) {
        try {
            store.modify(
                    Kinds.POD,
                    meta.namespace(),
                    meta.name(),
                    part,
                    now -> {
                        if (Meta.of(now).uid().equals(meta.uid())) {
                            change.accept(now);
                        }
                        return now;
                    },
                    WRITE);
        } catch (Refusal e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }
}
