package caravan.app;

import caravan.app.steps.Deploying;
import caravan.app.steps.Failures;
import caravan.app.steps.Monitoring;
import caravan.app.steps.Registration;
import caravan.app.steps.Training;
import caravan.app.steps.Turns;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What routes may name: the beans in the registry with their types, and the keys of placeholders. */
final class Beans {
    static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("training", Training.class),
            Map.entry("registration", Registration.class),
            Map.entry("deployment", Deploying.class),
            Map.entry("monitoring", Monitoring.class),
            Map.entry("failures", Failures.class),
            Map.entry("turns", Turns.class),
            Map.entry("dataBranches", caravan.pachyderm.camel.Watched.class),
            Map.entry("outputBranches", caravan.pachyderm.camel.Watched.class),
            Map.entry("useCaseNames", caravan.determined.camel.Watched.class),
            Map.entry("deployments", caravan.seldon.camel.Watched.class));

    /** Whether there is a detectors' service: the one placeholder that is no setting. */
    static final String WATCHING = "caravan.watching";

    private Beans() {}

    static Set<String> placeholders(Settings settings) {
        Set<String> keys = new TreeSet<>(settings.others().keySet());
        Arrays.stream(Setting.values()).map(Setting::key).forEach(keys::add);
        keys.add(WATCHING);
        return keys;
    }
}
