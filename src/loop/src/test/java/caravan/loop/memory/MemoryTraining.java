package caravan.loop.memory;

import caravan.loop.Checkpoint;
import caravan.loop.Experiment;
import caravan.loop.ExperimentRequest;
import caravan.loop.ExperimentState;
import caravan.loop.ModelVersion;
import caravan.loop.TrialReport;
import caravan.loop.VersionRequest;
import caravan.loop.port.TrainingPort;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Determined in memory: experiments end when a test says so. A checkpoint's "tar" is its version.json. */
public final class MemoryTraining implements TrainingPort {
    private final TreeMap<Integer, Experiment> experiments = new TreeMap<>();
    private final Map<Integer, ExperimentRequest> requests = new HashMap<>();
    private final Map<Integer, TrialReport> reports = new HashMap<>();
    private final Map<Integer, String> manifests = new HashMap<>();
    private final List<ModelVersion> versions = new ArrayList<>();
    private int next;

    /** Ends an experiment well, with a holdout of 40 of which so many are right. */
    public synchronized void complete(int id, int right, Optional<Integer> parentRight, int childOnly, int parentOnly) {
        String manifest = "{\"format\":1,\"labels\":[\"cat\",\"dog\"],\"files\":{},\"commit\":\"" + id + "\"}";
        manifests.put(id, manifest);
        reports.put(
                id,
                new TrialReport(
                        "trained",
                        10,
                        8,
                        40,
                        2,
                        right,
                        parentRight,
                        childOnly,
                        parentOnly,
                        20,
                        true,
                        List.of(),
                        0,
                        List.of(),
                        sha256(manifest)));
        state(id, ExperimentState.COMPLETED);
    }

    /** Ends an experiment with an outcome that has no checkpoint. */
    public synchronized void completeWithout(int id, String outcome) {
        reports.put(
                id,
                new TrialReport(outcome, 0, 0, 3, 0, 0, Optional.empty(), 0, 0, 0, false, List.of(), 0, List.of(), ""));
        state(id, ExperimentState.COMPLETED);
    }

    /** Puts an experiment into a state. */
    public synchronized void state(int id, ExperimentState state) {
        Experiment e = experiments.get(id);
        experiments.put(
                id, new Experiment(e.id(), e.name(), state, e.labels(), e.forkedFrom(), e.progress(), e.archived()));
    }

    /** What was asked for. */
    public synchronized ExperimentRequest request(int id) {
        return requests.get(id);
    }

    /** All experiments. */
    public synchronized List<Experiment> all() {
        return List.copyOf(experiments.values());
    }

    @Override
    public synchronized List<Experiment> experiments(Set<String> labels) {
        return experiments.values().stream()
                .filter(e -> e.labels().containsAll(labels))
                .toList();
    }

    @Override
    public synchronized Optional<Experiment> experiment(int id) {
        return Optional.ofNullable(experiments.get(id));
    }

    @Override
    public synchronized int create(ExperimentRequest request) {
        next++;
        Set<String> labels = new LinkedHashSet<>();
        ((List<?>) request.config().get("labels")).forEach(l -> labels.add(String.valueOf(l)));
        requests.put(next, request);
        experiments.put(
                next,
                new Experiment(
                        next,
                        String.valueOf(request.config().get("name")),
                        ExperimentState.PAUSED,
                        labels,
                        request.parent(),
                        Optional.empty(),
                        false));
        return next;
    }

    @Override
    public synchronized void activate(int experiment) {
        state(experiment, ExperimentState.ACTIVE);
    }

    @Override
    public synchronized void kill(int experiment) {
        if (!experiments.get(experiment).state().terminal()) {
            state(experiment, ExperimentState.CANCELED);
        }
    }

    @Override
    public synchronized void archive(int id) {
        Experiment e = experiments.get(id);
        experiments.put(
                id, new Experiment(e.id(), e.name(), e.state(), e.labels(), e.forkedFrom(), e.progress(), true));
    }

    @Override
    public synchronized Optional<Checkpoint> checkpoint(int experiment) {
        return Optional.ofNullable(manifests.get(experiment))
                .map(m -> new Checkpoint(
                        "checkpoint-" + experiment,
                        experiment,
                        experiment,
                        Optional.of(0.9),
                        Map.of("version.json", (long) m.length())));
    }

    @Override
    public synchronized Optional<TrialReport> report(int experiment) {
        return Optional.ofNullable(reports.get(experiment));
    }

    @Override
    public synchronized Map<String, Double> validation(int experiment) {
        return Map.of();
    }

    @Override
    public synchronized List<String> lastLogLines(int experiment, int lines) {
        return List.of("the last words of experiment " + experiment);
    }

    @Override
    public synchronized List<ModelVersion> versions(String model) {
        return versions.stream().filter(v -> v.model().equals(model)).toList();
    }

    @Override
    public synchronized ModelVersion register(VersionRequest request) {
        ModelVersion version = new ModelVersion(
                request.model(),
                versions.size() + 1,
                request.name(),
                request.notes(),
                request.labels(),
                request.metadata(),
                request.checkpoint(),
                Integer.parseInt(request.checkpoint().substring("checkpoint-".length())));
        versions.add(version);
        return version;
    }

    @Override
    public synchronized void annotate(String model, int number, String notes, Set<String> labels) {
        throw new UnsupportedOperationException("versions are immutable here");
    }

    @Override
    public synchronized InputStream download(String checkpoint) {
        int id = Integer.parseInt(checkpoint.substring("checkpoint-".length()));
        return new ByteArrayInputStream(manifests.get(id).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized String address(int experiment) {
        return "memory:" + experiment;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
