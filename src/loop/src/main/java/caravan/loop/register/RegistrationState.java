package caravan.loop.register;

import caravan.loop.Checkpoint;
import caravan.loop.Experiment;
import caravan.loop.ModelVersion;
import caravan.loop.TrialReport;
import caravan.loop.train.Outcome;
import caravan.loop.usecase.UseCase;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an experiment when its registration is decided.
 *
 * @param outcome the fact that settled it, if it is settled
 * @param report what the trial said
 * @param checkpoint its best checkpoint
 * @param validation its best validation metrics, for trials of other people
 * @param versions of the model, by number
 * @param surplus another experiment for the same attempt counts, and this one was killed for it
 * @param parentWithdrawn the version it built on was withdrawn meanwhile
 */
public record RegistrationState(
        UseCase useCase,
        Experiment experiment,
        Optional<Outcome> outcome,
        Optional<TrialReport> report,
        Optional<Checkpoint> checkpoint,
        Map<String, Double> validation,
        List<ModelVersion> versions,
        boolean surplus,
        boolean parentWithdrawn) {}
