package caravan.app;

import caravan.app.cluster.AloneClusterService;
import caravan.app.cluster.LeaseClusterService;
import caravan.app.health.LastReconciles;
import caravan.app.health.ReconcileHealth;
import caravan.app.health.SystemHealth;
import caravan.app.login.GuardedServers;
import caravan.app.login.Login;
import caravan.loop.watch.SystemWatch;
import caravan.seldon.SeldonClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.main.Main;

/** What those who operate the integration rely on: who leads, how the systems and the steps do, and the login. */
final class Operation {
    /** The namespace of {@code master:} in the routes, and the lease's name. */
    private static final String LEADERSHIP = "caravan";

    private static final List<String> STEPS = List.of("training", "registration", "deployment");
    private static final Duration SLACK = Duration.ofMinutes(2);
    private static final int MISSED_RESYNCS = 5;

    private Operation() {}

    static void bind(Main main, Settings settings, Path home, UseCases useCases, SystemWatch watch, Systems systems) {
        CamelClusterService cluster = cluster(settings, systems);
        main.bind("clusterService", cluster);
        for (String system : List.of("pachyderm", "determined", "seldon")) {
            main.bind(system + "Health", new SystemHealth(system, watch));
        }
        Clock clock = Clock.systemUTC();
        LastReconciles reconciles = new LastReconciles(STEPS, clock);
        main.bind("lastReconciles", reconciles);
        main.bind(
                "reconcileHealth",
                new ReconcileHealth(
                        reconciles,
                        watch,
                        settings.duration(Setting.RESYNC)
                                .multipliedBy(MISSED_RESYNCS)
                                .plus(SLACK),
                        () -> !useCases.all().isEmpty() && leads(cluster),
                        clock));
        Login login = Login.of(
                settings.path(Setting.CONSOLE_USER_FILE),
                settings.path(Setting.CONSOLE_PASSWORD_FILE),
                home.resolve("credentials"));
        main.bind("servers", new GuardedServers(login, Set.of("/health")));
    }

    private static CamelClusterService cluster(Settings settings, Systems systems) {
        if (!settings.flag(Setting.CLUSTER)) {
            return new AloneClusterService();
        }
        if (!(systems.seldon() instanceof SeldonClient seldon)) {
            throw new SettingsException(Setting.CLUSTER.key() + " needs Kubernetes, which holds the lease");
        }
        return new LeaseClusterService(
                seldon.kubernetes(),
                settings.text(Setting.CLUSTER_NAMESPACE),
                identity(),
                settings.duration(Setting.CLUSTER_LEASE));
    }

    private static String identity() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            throw new SettingsException("this machine's name is not known: " + e.getMessage(), e);
        }
    }

    private static boolean leads(CamelClusterService cluster) {
        try {
            CamelClusterView view = cluster.getView(LEADERSHIP);
            return view.getLocalMember().isLeader();
        } catch (Exception e) {
            throw new IllegalStateException("who leads cannot be told", e);
        }
    }
}
