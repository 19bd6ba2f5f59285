package caravan.model;

import caravan.model.master.Reports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers what a trial reports. */
final class Recorded implements Reports {
    record Metrics(String group, int step, Map<String, Object> values) {}

    final List<Metrics> metrics = new ArrayList<>();
    final List<Double> progress = new ArrayList<>();
    final List<String> order = new ArrayList<>();
    Path checkpoint;
    Map<String, Object> metadata;
    boolean preempt;
    boolean acknowledged;

    /** The one report of group caravan. */
    Map<String, Object> caravan() {
        return metrics.stream()
                .filter(m -> m.group().equals("caravan"))
                .reduce((a, b) -> {
                    throw new AssertionError("more than one report of group caravan");
                })
                .orElseThrow()
                .values();
    }

    @Override
    public void metrics(String group, int step, Map<String, Object> values) {
        metrics.add(new Metrics(group, step, values));
        order.add(group);
    }

    @Override
    public void progress(double share) {
        progress.add(share);
    }

    @Override
    public boolean preempted() {
        return preempt;
    }

    @Override
    public void acknowledgePreemption() {
        acknowledged = true;
    }

    @Override
    public void checkpoint(String uuid, Path folder, Map<String, Object> values) {
        checkpoint = folder;
        metadata = values;
        order.add("checkpoint");
    }
}
