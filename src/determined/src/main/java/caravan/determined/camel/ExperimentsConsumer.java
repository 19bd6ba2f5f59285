package caravan.determined.camel;

import caravan.loop.Experiment;
import caravan.loop.port.SystemException;
import caravan.loop.watch.Calls;
import caravan.loop.watch.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/**
 * A doorbell: one message with a key when it is first seen, when one of its experiments reached the state, and now and then.
 * It goes on by itself whatever Determined does, and stops at once.
 */
final class ExperimentsConsumer extends DefaultConsumer implements Suspendable {
    private static final String SYSTEM = "determined";

    private final DeterminedEndpoint endpoint;
    private final Set<String> known = new HashSet<>();
    private final Set<Integer> told = new HashSet<>();
    private Calls calls;
    private Rounds rounds;
    private ExecutorService poller;
    private Instant nextResync;

    ExperimentsConsumer(DeterminedEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        setHealthCheck(new DeterminedHealthCheck(endpoint.watch(), getRouteId()));
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
                .newSingleThreadExecutor(this, "determined-experiments");
        calls = new Calls();
        nextResync = Instant.now().plusMillis(endpoint.getResync());
        Rounds going = new Rounds(
                Duration.ofMillis(Math.min(endpoint.getDelay(), endpoint.getResync())),
                Duration.ofMillis(endpoint.getBackOff()),
                this::round);
        rounds = going;
        endpoint.getCamelContext().addStartupListener((context, already) -> {
            if (going.going()) {
                poller.execute(() -> {
                    known.clear();
                    told.clear();
                    going.run();
                });
            }
        });
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
            Optional<Set<String>> keys =
                    Optional.ofNullable(endpoint.getWatched()).map(w -> new HashSet<>(w.useCases()));
            int atMost = Math.max(endpoint.getNewest(), 2 * keys.map(Set::size).orElse(0));
            List<Experiment> newest = calls.make(() -> endpoint.port().newest(endpoint.labelSet(), atMost));
            endpoint.watch().succeeded(SYSTEM, subject());
            told.retainAll(newest.stream()
                    .filter(endpoint::reached)
                    .map(Experiment::id)
                    .collect(Collectors.toSet()));
            keys.ifPresent(k -> greet(k, newest));
            newest.stream()
                    .filter(e -> endpoint.reached(e) && !told.contains(e.id()))
                    .filter(e -> keys.isEmpty() || keys.get().contains(key(e)))
                    .filter(e -> ring(key(e), Optional.of(e), "state"))
                    .forEach(e -> told.add(e.id()));
            resync();
            return true;
        } catch (SystemException e) {
            endpoint.watch().failed(subject(), e);
            return false;
        } catch (CancellationException e) {
            return true;
        } catch (RuntimeException e) {
            handleException("the experiments cannot be looked at", e);
            return false;
        }
    }

    /** Names keys for the first time; what their experiments have reached by now is covered by that. */
    private void greet(Set<String> keys, List<Experiment> newest) {
        known.retainAll(keys);
        for (String key : keys) {
            if (!known.contains(key) && ring(key, Optional.empty(), "start")) {
                known.add(key);
                newest.stream()
                        .filter(e -> endpoint.reached(e) && key(e).equals(key))
                        .forEach(e -> told.add(e.id()));
            }
        }
    }

    private void resync() {
        Instant now = Instant.now();
        if (!now.isBefore(nextResync)) {
            nextResync = now.plusMillis(endpoint.getResync());
            known.forEach(key -> ring(key, Optional.empty(), "resync"));
        }
    }

    private static String key(Experiment experiment) {
        return experiment.label("use-case").orElse(experiment.name());
    }

    private String subject() {
        return "the experiments of route " + getRouteId();
    }

    private boolean ring(String key, Optional<Experiment> experiment, String reason) {
        if (calls.cancelled()) {
            return false;
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(key);
            exchange.getMessage().setHeader(DeterminedHeaders.REASON, reason);
            experiment.ifPresent(e -> {
                exchange.getMessage().setHeader(DeterminedHeaders.EXPERIMENT, e.id());
                exchange.getMessage()
                        .setHeader(DeterminedHeaders.STATE, e.state().name());
            });
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
