package caravan.sandbox.seldon;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.kubernetes.Subscription;
import caravan.sandbox.kubernetes.WatchEvent;
import caravan.sandbox.kubernetes.Write;
import caravan.sandbox.pods.Meta;
import caravan.sandbox.pods.WorkQueue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns SeldonDeployments into Deployments and Services, sends traffic once all of them are ready, and tells how they stand. */
final class SeldonOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeldonOperator.class);
    private static final Write WRITE = Write.by("manager");
    /** From a change to the pass that looks at it, as on a real cluster. */
    private static final Duration LAG = Duration.ofMillis(20);
    /** From all being ready to the removal of what is no longer wanted. */
    private static final Duration REMOVAL = Duration.ofMillis(300);

    private final ObjectStore store;
    private final Fronts fronts;
    private final Services services;
    private final BadDay badDay;
    private final WorkQueue<Meta.Place> queue = new WorkQueue<>("seldon-operator", this::reconcile);
    private final Map<Meta.Place, Long> readySince = new HashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    SeldonOperator(ObjectStore store, Fronts fronts, Services services, BadDay badDay) {
        this.store = store;
        this.fronts = fronts;
        this.services = services;
        this.badDay = badDay;
    }

    void start() {
        store.admit(Kinds.SELDON_DEPLOYMENT, new Webhook(badDay));
        for (ObjectNode routes :
                store.list(Kinds.VIRTUAL_SERVICE, Selection.ALL).items()) {
            Meta meta = Meta.of(routes);
            fronts.route(new Fronts.DeploymentKey(meta.namespace(), meta.name()), VirtualService.traffic(routes));
        }
        watch(Kinds.SELDON_DEPLOYMENT, this::seldonChanged);
        watch(Kinds.DEPLOYMENT, this::ownedChanged);
        watch(Kinds.SERVICE, this::ownedChanged);
    }

    private void watch(Kind kind, java.util.function.Consumer<WatchEvent> listener) {
        subscriptions.add(store.watch(kind, Selection.ALL, OptionalLong.empty(), Runnable::run, listener));
    }

    private void seldonChanged(WatchEvent event) {
        queue.addAfter(Meta.of(event.object()).place(), LAG);
    }

    private void ownedChanged(WatchEvent event) {
        Meta meta = Meta.of(event.object());
        String seldon = meta.labels().get(PredictorObjects.OWNER_LABEL);
        if (seldon != null) {
            queue.addAfter(new Meta.Place(meta.namespace(), seldon), LAG);
        }
    }

    private void reconcile(Meta.Place place) {
        if (badDay.operatorDown()) {
            queue.addAfter(place, REMOVAL);
            return;
        }
        Optional<ObjectNode> found = store.get(Kinds.SELDON_DEPLOYMENT, place.namespace(), place.name());
        Fronts.DeploymentKey key = new Fronts.DeploymentKey(place.namespace(), place.name());
        if (found.isEmpty()) {
            fronts.forget(key);
            services.retain(key, Set.of());
            return;
        }
        Spec spec = new Spec(found.get());
        if (spec.meta().deleting() || spec.meta().labels().containsKey("seldon.io/controller-id")) {
            return;
        }
        ObjectNode before = found.get().path("status").isObject()
                ? (ObjectNode) found.get().path("status")
                : found.get().objectNode();
        try {
            carryOut(spec, before);
        } catch (Plan.Impossible e) {
            writeStatus(spec.json(), SeldonStatus.failed(before, e.getMessage()));
        } catch (Refusal e) {
            if (!e.reason().equals(Optional.of("Conflict"))) {
                writeStatus(spec.json(), SeldonStatus.failed(before, e.getMessage()));
            }
            throw e;
        }
    }

    private void carryOut(Spec spec, ObjectNode before) {
        Plan plan = Plan.of(spec);
        Owned owned = new Owned(store, spec, WRITE);
        plan.services().forEach(s -> owned.apply(Kinds.SERVICE, s));
        boolean changed = false;
        for (ObjectNode deployment : plan.deployments()) {
            changed |= owned.apply(Kinds.DEPLOYMENT, deployment);
        }
        plan.fronts().forEach(f -> fronts.put(f.predictor()));
        plan.fronts().forEach(f -> services.open(spec.key(), f, before));
        List<ObjectNode> wanted = owned.present(Kinds.DEPLOYMENT, plan.deployments());
        Meta.Place place = spec.meta().place();
        if (wanted.stream().allMatch(SeldonStatus::rolledOut)
                && wanted.size() == plan.deployments().size()) {
            ready(spec, plan, owned, place);
        } else {
            readySince.remove(place);
        }
        SeldonStatus.Stale stale = new SeldonStatus.Stale(
                owned.stale(Kinds.DEPLOYMENT, plan.deployments()), owned.stale(Kinds.SERVICE, plan.services()));
        Optional<String> lost = badDay.stuckFailed() ? lost(before, plan, stale) : Optional.empty();
        if (lost.isPresent()) {
            writeStatus(spec.json(), SeldonStatus.failed(before, "Service \"" + lost.get() + "\" not found"));
            return;
        }
        SeldonStatus.Addresses addresses = services.addresses(spec, plan);
        ObjectNode seen = spec.json();
        if (changed) {
            seen = writeStatus(seen, new SeldonStatus(before).of(plan, wanted, stale, true, addresses));
        }
        // like the real one it believes the Deployments' status, which may still be that of the former spec
        writeStatus(seen, new SeldonStatus(before).of(plan, wanted, stale, false, addresses));
    }

    /** A Service that the status names although it is gone. */
    private static Optional<String> lost(ObjectNode status, Plan plan, SeldonStatus.Stale stale) {
        Set<String> known = Stream.concat(plan.services().stream(), stale.services().stream())
                .map(s -> Meta.of(s).name())
                .collect(Collectors.toSet());
        return status.path("serviceStatus").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .findFirst();
    }

    /** Every pod of the present spec is there: traffic goes by it, and what came before it is removed. */
    private void ready(Spec spec, Plan plan, Owned owned, Meta.Place place) {
        ObjectNode routes = VirtualService.of(spec, plan.traffic(), Owned.metadata(spec, place.name()));
        owned.apply(Kinds.VIRTUAL_SERVICE, routes);
        fronts.route(spec.key(), plan.traffic());
        List<ObjectNode> stale = owned.stale(Kinds.DEPLOYMENT, plan.deployments());
        List<ObjectNode> staleServices = owned.stale(Kinds.SERVICE, plan.services());
        if (stale.isEmpty() && staleServices.isEmpty()) {
            return;
        }
        long since = readySince.computeIfAbsent(place, p -> System.nanoTime());
        if (System.nanoTime() - since < REMOVAL.toNanos()) {
            queue.addAfter(place, REMOVAL);
            return;
        }
        stale.forEach(d -> owned.delete(Kinds.DEPLOYMENT, d));
        staleServices.forEach(s -> owned.delete(Kinds.SERVICE, s));
        Set<String> names =
                plan.fronts().stream().map(f -> f.predictor().name()).collect(Collectors.toSet());
        fronts.retain(spec.key(), List.copyOf(names));
        services.retain(spec.key(), names);
        LOG.info("{}: removed what is no longer wanted", place);
    }

    /** Writes the status if the object is still the one that was looked at; else the pass is made again. */
    private ObjectNode writeStatus(ObjectNode seen, ObjectNode status) {
        ObjectNode wanted = seen.deepCopy();
        wanted.set("status", status);
        return store.updateStatus(Kinds.SELDON_DEPLOYMENT, wanted, WRITE);
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        store.admit(Kinds.SELDON_DEPLOYMENT, null);
        queue.close();
    }
}
