package caravan.sandbox.pods;

import caravan.sandbox.kubernetes.Deletion;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.kubernetes.Subscription;
import caravan.sandbox.kubernetes.Write;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps the pods that Deployments want, and moves them to a new template surge first. */
final class DeploymentController implements AutoCloseable {
    private static final Write WRITE = Write.by("kube-controller-manager");

    private static final Duration LAG = Duration.ofMillis(80);

    private final ObjectStore store;
    private final WorkQueue<Meta.Place> queue = new WorkQueue<>("deployments", this::reconcile);
    private final List<Subscription> subscriptions = new ArrayList<>();

    DeploymentController(ObjectStore store) {
        this.store = store;
    }

    void start() {
        subscriptions.add(store.watch(
                Kinds.DEPLOYMENT,
                Selection.ALL,
                OptionalLong.empty(),
                Runnable::run,
                event -> changed(event.object())));
        subscriptions.add(store.watch(
                Kinds.POD, Selection.ALL, OptionalLong.empty(), Runnable::run, event -> owner(event.object())
                        .ifPresent(queue::add)));
    }

    /** A new spec is seen a moment later, as on a real cluster; until then the status tells of the former one. */
    private void changed(ObjectNode deployment) {
        Meta meta = Meta.of(deployment);
        boolean seen = deployment.path("status").path("observedGeneration").asLong() == meta.generation();
        queue.addAfter(meta.place(), seen ? Duration.ZERO : LAG);
    }

    private static Optional<Meta.Place> owner(JsonNode pod) {
        for (JsonNode reference : pod.path("metadata").path("ownerReferences")) {
            if (reference.path("kind").asText().equals("Deployment")) {
                return Optional.of(new Meta.Place(
                        Meta.of(pod).namespace(), reference.path("name").asText()));
            }
        }
        return Optional.empty();
    }

    private void reconcile(Meta.Place place) {
        Optional<ObjectNode> found = store.get(Kinds.DEPLOYMENT, place.namespace(), place.name());
        if (found.isEmpty() || Meta.of(found.get()).deleting()) {
            return;
        }
        ObjectNode deployment = found.get();
        Template template = Template.of(deployment);
        Replicas replicas = replicas(deployment, template);
        Replicas.Step step = replicas.next(surge(deployment, replicas.wanted()));
        for (int i = 0; i < step.create(); i++) {
            store.create(Kinds.POD, template.pod(deployment), WRITE);
        }
        step.delete().forEach(this::delete);
        if (step.create() > 0 || !step.delete().isEmpty()) {
            replicas = replicas(deployment, template);
        }
        writeStatus(place, deployment, replicas);
    }

    private void delete(ObjectNode pod) {
        Meta meta = Meta.of(pod);
        try {
            store.delete(Kinds.POD, meta.namespace(), meta.name(), Deletion.NOW);
        } catch (Refusal e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    private Replicas replicas(ObjectNode deployment, Template template) {
        Meta owner = Meta.of(deployment);
        List<ObjectNode> current = new ArrayList<>();
        List<ObjectNode> old = new ArrayList<>();
        for (ObjectNode pod :
                store.list(Kinds.POD, Selection.in(owner.namespace())).items()) {
            Meta meta = Meta.of(pod);
            if (!meta.deleting() && meta.owner().filter(owner.uid()::equals).isPresent()) {
                (template.hash().equals(meta.labels().get(Template.HASH)) ? current : old).add(pod);
            }
        }
        return new Replicas(deployment.path("spec").path("replicas").asInt(1), current, old);
    }

    private static int surge(ObjectNode deployment, int wanted) {
        JsonNode surge =
                deployment.path("spec").path("strategy").path("rollingUpdate").path("maxSurge");
        if (surge.isInt()) {
            return surge.asInt();
        }
        String text = surge.asText("25%");
        int percent = Integer.parseInt(text.endsWith("%") ? text.substring(0, text.length() - 1) : "25");
        return Math.max(1, (int) Math.ceil(wanted * percent / 100.0));
    }

    private void writeStatus(Meta.Place place, ObjectNode deployment, Replicas replicas) {
        Progress progress = Progress.of(deployment, replicas);
        store.modify(
                Kinds.DEPLOYMENT,
                place.namespace(),
                place.name(),
                Part.STATUS,
                now -> {
                    now.set("status", progress.status());
                    return now;
                },
                WRITE);
        progress.lookAgain().ifPresent(pause -> queue.addAfter(place, pause.plus(Duration.ofMillis(10))));
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        queue.close();
    }
}
