package caravan.loop.memory;

import caravan.loop.Deployment;
import caravan.loop.DeploymentSpec;
import caravan.loop.Predictor;
import caravan.loop.PredictorStatus;
import caravan.loop.Served;
import caravan.loop.Slot;
import caravan.loop.port.DeploymentFeed;
import caravan.loop.port.ServingPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Seldon in memory: pods are ready when a test says so. */
public final class MemoryServing implements ServingPort, DeploymentFeed {
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private Deployment deployment;
    private int version;

    @Override
    public synchronized Optional<Deployment> observe(String namespace, String name) {
        return Optional.ofNullable(deployment);
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized void apply(String manifest, Optional<String> resourceVersion) {
        Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(manifest);
        Map<String, Object> metadata = (Map<String, Object>) root.get("metadata");
        Map<String, String> notes = new HashMap<>();
        ((Map<String, Object>) metadata.getOrDefault("annotations", Map.of()))
                .forEach((k, v) -> notes.put(k.substring("caravan/".length()), String.valueOf(v)));
        List<Predictor> predictors = new ArrayList<>();
        for (Object item : (List<Object>) ((Map<String, Object>) root.get("spec")).get("predictors")) {
            Map<String, Object> p = (Map<String, Object>) item;
            Map<String, String> a = (Map<String, String>) p.get("annotations");
            predictors.add(new Predictor(
                    Slot.valueOf(String.valueOf(p.get("name")).toUpperCase(Locale.ROOT)),
                    new Served(a.get("caravan/version"), a.get("caravan/sha256"), a.get("caravan/uri")),
                    (Integer) p.get("traffic"),
                    (Integer) p.get("replicas"),
                    a.get("caravan/revision")));
        }
        List<PredictorStatus> statuses = new ArrayList<>();
        if (deployment != null) {
            deployment.statuses().stream()
                    .filter(s -> predictors.stream().anyMatch(p -> p.revision().equals(s.revision())))
                    .forEach(statuses::add);
        }
        version++;
        deployment = new Deployment(
                String.valueOf(version),
                new DeploymentSpec(
                        String.valueOf(metadata.get("namespace")), String.valueOf(metadata.get("name")), predictors),
                statuses,
                0,
                "Available",
                "",
                notes);
        changed();
    }

    private void changed() {
        listeners.forEach(l -> l.accept(deployment.spec().name()));
    }

    @Override
    public Subscription subscribe(String namespace, Consumer<String> changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }

    @Override
    public void check(String namespace) {
        // memory can always be seen
    }

    /** All pods become ready. */
    public synchronized void ready() {
        status(false);
    }

    /** Kubernetes gives up on the pods that are not ready yet. */
    public synchronized void stuck() {
        status(true);
    }

    private void status(boolean stuck) {
        List<PredictorStatus> statuses = new ArrayList<>();
        for (Predictor p : deployment.spec().predictors()) {
            Optional<PredictorStatus> known = deployment.status(p.slot()).filter(PredictorStatus::ready);
            statuses.add(known.orElse(
                    new PredictorStatus(p.slot(), p.revision(), !stuck, stuck, "h:1", "g:1", stuck ? "no image" : "")));
        }
        deployment = new Deployment(
                deployment.resourceVersion(), deployment.spec(), statuses, 0, "Available", "", deployment.notes());
        changed();
    }

    /** The traffic of each version. */
    public synchronized Map<String, Integer> traffic() {
        Map<String, Integer> traffic = new HashMap<>();
        deployment.spec().predictors().forEach(p -> traffic.put(p.served().version(), p.traffic()));
        return traffic;
    }

    @Override
    public synchronized Map<String, String> lastLogLines(String namespace, String name, int lines) {
        return Map.of();
    }
}
