package caravan.pachyderm.camel;

import caravan.loop.Branch;
import caravan.loop.Repo;
import caravan.loop.port.CommitFeed;
import caravan.loop.port.DataPort;
import caravan.loop.watch.Calls;
import caravan.loop.watch.Jitter;
import caravan.loop.watch.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;

/**
 * A doorbell: one message with a key when its branch is first seen, when its head moved and is finished, and now and then. It
 * does not say what happened; whoever hears it looks. It goes on by itself whatever Pachyderm does, and stops at once.
 */
final class CommitsConsumer extends DefaultConsumer implements Suspendable {
    private static final long TICK = 1000;

    private final PachydermEndpoint endpoint;
    private final Set<Repo> rung = ConcurrentHashMap.newKeySet();
    private Calls calls;
    private Rounds rounds;
    private ExecutorService poller;
    private ExecutorService waiters;
    private Instant nextLook = Instant.MIN;
    private Instant nextResync;
    private boolean reachable;

    CommitsConsumer(PachydermEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        setHealthCheck(new PachydermHealthCheck(endpoint.watch(), getRouteId()));
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
        DataPort port = endpoint.port();
        Duration backOff = Duration.ofMillis(endpoint.getBackOff());
        ExecutorServiceManager threads = endpoint.getCamelContext().getExecutorServiceManager();
        poller = threads.newSingleThreadExecutor(this, "pachyderm-commits");
        waiters = threads.newThreadPool(this, "pachyderm-open-commits", 0, endpoint.getWaits());
        calls = new Calls();
        OpenCommits open = new OpenCommits(
                port,
                calls,
                endpoint.watch(),
                Duration.ofMillis(endpoint.getWaitDeadline()),
                waiters,
                endpoint.getWaits(),
                this::ring);
        Heads heads = new Heads(port, calls, endpoint.watch(), backOff, open, this::ring);
        Optional<Feeds> feeds = endpoint.isStream()
                ? Optional.of(new Feeds((CommitFeed) port, endpoint.watch(), backOff, this::started))
                : Optional.empty();
        nextLook = Instant.MIN;
        nextResync = Instant.now().plusMillis(endpoint.getResync());
        Rounds going = new Rounds(
                Duration.ofMillis(Math.min(Math.min(endpoint.getDelay(), endpoint.getResync()), TICK)),
                backOff,
                () -> round(heads, open, feeds));
        rounds = going;
        endpoint.getCamelContext().addStartupListener((context, already) -> begin(going, feeds));
    }

    /** The routes that the messages go on to may start later than this one. */
    private void begin(Rounds going, Optional<Feeds> feeds) {
        if (going.going()) {
            poller.execute(() -> {
                going.run();
                feeds.ifPresent(Feeds::close);
            });
        }
    }

    private void halt() {
        if (rounds != null) {
            rounds.end();
            calls.cancel();
            poller.shutdown();
            waiters.shutdown();
            ExecutorServiceManager threads = endpoint.getCamelContext().getExecutorServiceManager();
            threads.shutdown(poller);
            threads.shutdown(waiters);
            rounds = null;
        }
    }

    private void started(Repo repo) {
        rung.add(repo);
        Rounds going = rounds;
        if (going != null) {
            going.wake();
        }
    }

    private boolean round(Heads heads, OpenCommits open, Optional<Feeds> feeds) {
        try {
            Map<String, Branch> branches = endpoint.branches();
            Set<Repo> repos = new HashSet<>(rung);
            rung.removeAll(repos);
            Instant now = Instant.now();
            boolean all = endpoint.getDelay() <= TICK || !now.isBefore(nextLook);
            if (all) {
                nextLook = now.plus(Jitter.of(Duration.ofMillis(endpoint.getDelay()), 0.8, 1.2));
            }
            if (all || !repos.isEmpty()) {
                reachable = heads.round(branches, b -> all || repos.contains(b.repo()));
            }
            if (reachable) {
                open.attend();
            }
            if (reachable && !now.isBefore(nextResync)) {
                nextResync = now.plusMillis(endpoint.getResync());
                branches.forEach((key, branch) -> ring(key, branch, Optional.empty(), "resync"));
            }
            feeds.ifPresent(
                    f -> f.follow(branches.values().stream().map(Branch::repo).collect(Collectors.toSet())));
            return reachable;
        } catch (CancellationException e) {
            return true;
        } catch (RuntimeException e) {
            handleException("the branches cannot be looked at", e);
            return false;
        }
    }

    private boolean ring(String key, Branch branch, Optional<String> commit, String reason) {
        if (calls.cancelled()) {
            return false;
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(key);
            exchange.getMessage()
                    .setHeader(PachydermHeaders.PROJECT, branch.repo().project());
            exchange.getMessage().setHeader(PachydermHeaders.REPO, branch.repo().name());
            exchange.getMessage().setHeader(PachydermHeaders.BRANCH, branch.name());
            exchange.getMessage().setHeader(PachydermHeaders.REASON, reason);
            commit.ifPresent(id -> exchange.getMessage().setHeader(PachydermHeaders.COMMIT, id));
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
