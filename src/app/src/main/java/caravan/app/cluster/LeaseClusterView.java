package caravan.app.cluster;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The election for one lease. A conflict or an outage shorter than the lease changes nothing; who lost runs again. */
final class LeaseClusterView extends AbstractCamelClusterView {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseClusterView.class);

    private final LeaseClusterService service;
    private volatile String leader = "";
    private volatile boolean leading;
    private volatile boolean taking;
    private volatile CompletableFuture<?> election;
    private ScheduledExecutorService again;

    LeaseClusterView(LeaseClusterService service, String name) {
        super(service, name);
        this.service = service;
    }

    @Override
    protected void doStart() {
        again = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "election-" + getNamespace());
            thread.setDaemon(true);
            return thread;
        });
        taking = true;
        run();
    }

    @Override
    protected void doStop() {
        taking = false;
        again.shutdown();
        if (election != null) {
            election.cancel(true);
        }
    }

    private Duration retry() {
        return service.lease().dividedBy(7);
    }

    private void run() {
        LeaderElectionConfig config = new LeaderElectionConfigBuilder()
                .withName("caravan-" + getNamespace())
                .withLeaseDuration(service.lease())
                .withRenewDeadline(service.lease().multipliedBy(2).dividedBy(3))
                .withRetryPeriod(retry())
                .withReleaseOnCancel(true)
                .withLock(new LeaseLock(service.namespace(), getNamespace(), service.identity()))
                .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::follow, this::known))
                .build();
        election = service.client().leaderElector().withConfig(config).build().start();
        CompletableFuture<?> handled = election.whenComplete((nothing, failure) -> {
            if (taking) {
                LOG.info(
                        "{} no longer takes part in the election for {}; it runs again",
                        service.identity(),
                        getNamespace());
                again.schedule(this::run, retry().toMillis(), TimeUnit.MILLISECONDS);
            }
        });
        if (handled.isCompletedExceptionally()) {
            LOG.debug("the election for {} ended as it began", getNamespace());
        }
    }

    private void lead() {
        leading = true;
        LOG.info("{} leads {}", service.identity(), getNamespace());
        fireLeadershipChangedEvent(getLocalMember());
    }

    private void follow() {
        if (leading) {
            leading = false;
            LOG.info("{} leads {} no longer", service.identity(), getNamespace());
            fireLeadershipChangedEvent(getLeader());
        }
    }

    private void known(String id) {
        leader = id == null ? "" : id;
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        if (leading) {
            return Optional.of(getLocalMember());
        }
        return leader.isEmpty() || leader.equals(service.identity())
                ? Optional.empty()
                : Optional.of(new Member(leader, true, false));
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return new Member(service.identity(), leading, true);
    }

    @Override
    public List<CamelClusterMember> getMembers() {
        return getLeader()
                .filter(l -> !l.isLocal())
                .map(l -> List.of(getLocalMember(), l))
                .orElseGet(() -> List.of(getLocalMember()));
    }
}
