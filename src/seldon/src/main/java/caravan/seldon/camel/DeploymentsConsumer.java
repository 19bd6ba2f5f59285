package caravan.seldon.camel;

import caravan.loop.port.DeploymentFeed;
import caravan.loop.port.SystemException;
import caravan.loop.watch.Calls;
import caravan.loop.watch.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/**
 * A doorbell: one message with a key when it is first seen, when its deployment or a part of that changed, and now and then.
 * It goes on by itself whatever Kubernetes does, and stops at once.
 */
final class DeploymentsConsumer extends DefaultConsumer implements Suspendable {
    private static final String SYSTEM = "seldon";

    private final SeldonEndpoint endpoint;
    private final Set<DeploymentName> changed = ConcurrentHashMap.newKeySet();
    private final Map<String, DeploymentFeed.Subscription> subscriptions = new HashMap<>();
    private final Set<String> troubled = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private Calls calls;
    private Rounds rounds;
    private ExecutorService poller;
    private Instant nextResync;
    private Instant nextCheck;

    DeploymentsConsumer(SeldonEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        setHealthCheck(new SeldonHealthCheck(endpoint.watch(), getRouteId()));
        super.doInit();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        go();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        go();
    }

    @Override
    protected void doSuspend() throws Exception {
        halt();
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        halt();
        super.doStop();
    }

    private void go() throws Exception {
        poller = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, "seldon-deployments");
        calls = new Calls();
        nextResync = Instant.now().plusMillis(endpoint.getResync());
        nextCheck = Instant.MIN;
        Rounds going = new Rounds(
                Duration.ofMillis(Math.min(endpoint.getDelay(), endpoint.getResync())),
                Duration.ofMillis(endpoint.getBackOff()),
                this::round);
        rounds = going;
        endpoint.getCamelContext().addStartupListener((context, already) -> {
            if (going.going()) {
                poller.execute(() -> run(going));
            }
        });
    }

    private void run(Rounds going) {
        known.clear();
        try {
            going.run();
        } finally {
            subscriptions.values().forEach(DeploymentFeed.Subscription::close);
            subscriptions.clear();
        }
    }

    private void halt() {
        if (rounds != null) {
            rounds.end();
            calls.cancel();
            endpoint.getCamelContext().getExecutorServiceManager().shutdown(poller);
            rounds = null;
        }
    }

    private boolean round() {
        try {
            Map<String, DeploymentName> deployments = endpoint.deployments();
            boolean well = true;
            if (!Instant.now().isBefore(nextCheck)) {
                well = follow(deployments.values().stream()
                        .map(DeploymentName::namespace)
                        .collect(Collectors.toSet()));
                nextCheck = well ? Instant.now().plusMillis(endpoint.getDelay() / 2) : Instant.MIN;
            }
            tell(deployments);
            return well;
        } catch (CancellationException e) {
            return true;
        } catch (RuntimeException e) {
            handleException("the deployments cannot be looked at", e);
            return false;
        }
    }

    /** Subscribes to each namespace and checks that it can be seen; false where one cannot. */
    private boolean follow(Set<String> namespaces) {
        subscriptions.entrySet().removeIf(e -> {
            boolean gone = !namespaces.contains(e.getKey());
            if (gone) {
                e.getValue().close();
                endpoint.watch().succeeded(SYSTEM, subject(e.getKey()));
            }
            return gone;
        });
        boolean well = true;
        for (String namespace : namespaces) {
            try {
                calls.make(() -> {
                    feed().check(namespace);
                    return true;
                });
                subscriptions.computeIfAbsent(namespace, this::subscribe);
                endpoint.watch().succeeded(SYSTEM, subject(namespace));
                if (troubled.remove(namespace)) {
                    nextResync = Instant.MIN;
                }
            } catch (SystemException e) {
                endpoint.watch().failed(subject(namespace), e);
                troubled.add(namespace);
                well = false;
            }
        }
        return well;
    }

    private DeploymentFeed feed() {
        return (DeploymentFeed) endpoint.port();
    }

    private DeploymentFeed.Subscription subscribe(String namespace) {
        Rounds going = rounds;
        return feed().subscribe(namespace, name -> {
            changed.add(new DeploymentName(namespace, name));
            if (going != null) {
                going.wake();
            }
        });
    }

    private void tell(Map<String, DeploymentName> deployments) {
        Set<DeploymentName> now = new HashSet<>(changed);
        changed.removeAll(now);
        known.retainAll(deployments.keySet());
        boolean resync = !Instant.now().isBefore(nextResync);
        if (resync) {
            nextResync = Instant.now().plusMillis(endpoint.getResync());
        }
        deployments.forEach((key, deployment) -> {
            if (!subscriptions.containsKey(deployment.namespace())) {
                return;
            }
            if (!known.contains(key)) {
                if (ring(key, deployment, "start")) {
                    known.add(key);
                }
            } else if (now.contains(deployment)) {
                if (!ring(key, deployment, "change")) {
                    known.remove(key);
                }
            } else if (resync) {
                ring(key, deployment, "resync");
            }
        });
    }

    private String subject(String namespace) {
        return "the deployments in " + namespace + " of route " + getRouteId();
    }

    private boolean ring(String key, DeploymentName deployment, String reason) {
        if (calls.cancelled()) {
            return false;
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(key);
            exchange.getMessage().setHeader(SeldonHeaders.NAMESPACE, deployment.namespace());
            exchange.getMessage().setHeader(SeldonHeaders.NAME, deployment.name());
            exchange.getMessage().setHeader(SeldonHeaders.REASON, reason);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                handleException("the route did not take " + key, exchange, exchange.getException());
                return false;
            }
            return true;
        } catch (Exception e) {
            handleException("the route did not take " + key, exchange, e);
            return false;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
