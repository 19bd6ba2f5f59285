package caravan.determined.camel;

import caravan.loop.Checkpoint;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ExperimentRequest;
import caravan.loop.ExperimentState;
import caravan.loop.ModelVersion;
import caravan.loop.TrialReport;
import caravan.loop.VersionRequest;
import caravan.loop.port.SystemException;
import caravan.loop.port.TrainingPort;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Determined as far as the component sees it; it can go away, and a call can hang. */
final class FakeTraining implements TrainingPort {
    private final Map<Integer, Experiment> experiments = new TreeMap<>();
    private final List<ModelVersion> versions = new ArrayList<>();
    private final List<ExperimentRequest> requests = new ArrayList<>();
    private SystemException trouble;
    private boolean hanging;
    private int inside;

    synchronized void experiment(int id, String useCase, ExperimentState state) {
        experiments.put(
                id,
                new Experiment(
                        id,
                        "e" + id,
                        state,
                        ExperimentLabels.ofUseCase(useCase),
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    synchronized void away() {
        trouble = new SystemException("determined", SystemException.Kind.UNAVAILABLE, "connection refused");
    }

    synchronized void back() {
        trouble = null;
    }

    synchronized void hang() {
        hanging = true;
    }

    synchronized int inside() {
        return inside;
    }

    synchronized List<ExperimentRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized List<Experiment> experiments(Set<String> labels) {
        inside++;
        try {
            while (hanging) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new SystemException("determined", SystemException.Kind.UNAVAILABLE, "interrupted", e);
        } finally {
            inside--;
        }
        if (trouble != null) {
            throw trouble;
        }
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
        requests.add(request);
        experiment(100 + requests.size(), "cats", ExperimentState.PAUSED);
        return 100 + requests.size();
    }

    @Override
    public void activate(int id) {
        experiment(id, "cats", ExperimentState.ACTIVE);
    }

    @Override
    public void kill(int id) {
        experiment(id, "cats", ExperimentState.CANCELED);
    }

    @Override
    public void archive(int id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Checkpoint> checkpoint(int experiment) {
        return Optional.empty();
    }

    @Override
    public Optional<TrialReport> report(int experiment) {
        return Optional.empty();
    }

    @Override
    public Map<String, Double> validation(int experiment) {
        return Map.of();
    }

    @Override
    public List<String> lastLogLines(int experiment, int lines) {
        return List.of("line of " + experiment);
    }

    @Override
    public List<ModelVersion> versions(String model) {
        return List.copyOf(versions);
    }

    @Override
    public ModelVersion register(VersionRequest r) {
        ModelVersion version = new ModelVersion(
                r.model(), versions.size() + 1, r.name(), r.notes(), r.labels(), r.metadata(), r.checkpoint(), 1);
        versions.add(version);
        return version;
    }

    @Override
    public void annotate(String model, int number, String notes, Set<String> labels) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream download(String checkpoint) {
        return new ByteArrayInputStream(checkpoint.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public String address(int experiment) {
        return "";
    }
}
