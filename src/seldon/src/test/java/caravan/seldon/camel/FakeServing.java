package caravan.seldon.camel;

import caravan.loop.Deployment;
import caravan.loop.port.DeploymentFeed;
import caravan.loop.port.ServingPort;
import caravan.loop.port.SystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Kubernetes as far as the component sees it; it can go away, and then it tells of nothing. */
final class FakeServing implements ServingPort, DeploymentFeed {
    private final Map<String, Consumer<String>> subscribers = new HashMap<>();
    private final List<String> applied = new ArrayList<>();
    private SystemException trouble;

    synchronized void change(String namespace, String name) {
        if (trouble == null && subscribers.containsKey(namespace)) {
            subscribers.get(namespace).accept(name);
        }
    }

    synchronized void away() {
        trouble = new SystemException("seldon", SystemException.Kind.UNAVAILABLE, "connection refused");
    }

    synchronized void back() {
        trouble = null;
    }

    synchronized int subscribed() {
        return subscribers.size();
    }

    synchronized List<String> applied() {
        return List.copyOf(applied);
    }

    @Override
    public synchronized Subscription subscribe(String namespace, Consumer<String> changed) {
        subscribers.put(namespace, changed);
        return () -> {
            synchronized (this) {
                subscribers.remove(namespace);
            }
        };
    }

    @Override
    public synchronized void check(String namespace) {
        if (trouble != null) {
            throw trouble;
        }
    }

    @Override
    public Optional<Deployment> observe(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public synchronized void apply(String manifest, Optional<String> resourceVersion) {
        applied.add(manifest + " " + resourceVersion.orElse("-"));
    }

    @Override
    public Map<String, String> lastLogLines(String namespace, String name, int lines) {
        return Map.of(name, namespace + " " + lines);
    }
}
