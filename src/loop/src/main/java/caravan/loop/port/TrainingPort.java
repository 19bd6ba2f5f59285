package caravan.loop.port;

import caravan.loop.Checkpoint;
import caravan.loop.Experiment;
import caravan.loop.ExperimentRequest;
import caravan.loop.ModelVersion;
import caravan.loop.TrialReport;
import caravan.loop.VersionRequest;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The training system: Determined, with its registry of model versions. */
public interface TrainingPort {

    /** The experiments that carry all of these labels, archived ones included, by id ascending. */
    List<Experiment> experiments(Set<String> labels);

    /** The newest experiments that carry all of these labels, at most so many, by id descending. */
    default List<Experiment> newest(Set<String> labels, int atMost) {
        List<Experiment> all = new ArrayList<>(experiments(labels));
        Collections.reverse(all);
        return all.subList(0, Math.min(atMost, all.size()));
    }

    /** One experiment; empty where it is gone. */
    Optional<Experiment> experiment(int id);

    /**
     * Creates an experiment, paused. Not safe to repeat: after UNAVAILABLE look for it by its labels first.
     *
     * @return its id
     */
    int create(ExperimentRequest request);

    /** Starts a paused experiment; no effect on one that runs. */
    void activate(int experiment);

    /** Ends an experiment now; no effect on one that has ended. */
    void kill(int experiment);

    /** Takes an ended experiment out of sight; no effect on one that is archived. */
    void archive(int experiment);

    /** The experiment's best completed checkpoint by the searcher's metric, else its latest; empty without one. */
    Optional<Checkpoint> checkpoint(int experiment);

    /** The last report of group {@code caravan} of the experiment's trial; empty where the trial sent none. */
    Optional<TrialReport> report(int experiment);

    /** The best validation metrics by name, for trials that do not report as ours do; empty without any. */
    Map<String, Double> validation(int experiment);

    /** The last lines of the trial's log, oldest first. */
    List<String> lastLogLines(int experiment, int lines);

    /** All versions of a model, by number ascending; none where the model does not exist. */
    List<ModelVersion> versions(String model);

    /**
     * Registers a version, creating the model where it is missing. Not safe to repeat: look for the name first. Where
     * two versions carry one name, the lower number is the version.
     *
     * @return the version as registered
     */
    ModelVersion register(VersionRequest request);

    /** Replaces notes and labels of a version. */
    void annotate(String model, int number, String notes, Set<String> labels);

    /** Streams a checkpoint's files as a tar. The end may be missing: compare with the checkpoint's resources. */
    InputStream download(String checkpoint);

    /** The code of an experiment: git tree identity is not known to Determined, so that this is for people. */
    String address(int experiment);
}
