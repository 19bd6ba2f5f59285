package caravan.loop.train;

import caravan.loop.Commit;
import caravan.loop.Experiment;
import caravan.loop.usecase.UseCase;
import java.util.List;
import java.util.Optional;

/**
 * What is known when the next training is decided.
 *
 * @param paused the reason why a person paused the use case, if one did
 * @param parent the version to build on
 * @param baseGone the parent's commit is no ancestor of the head any more
 * @param pending the commits after the parent's, oldest first, open and failed ones included
 * @param experiments all of the use case, by id ascending
 * @param outcomes of ended experiments, for every parent
 * @param handled commits done with by metadata
 * @param codeTree git's tree hash of the training program as it is now
 * @param trialDigest names the trial's image as it is configured now
 * @param resumed failures up to this experiment are forgiven
 */
public record TrainingState(
        UseCase.Training settings,
        Optional<String> paused,
        Optional<Parent> parent,
        boolean baseGone,
        List<Commit> pending,
        List<Experiment> experiments,
        List<Outcome> outcomes,
        List<Handled> handled,
        String codeTree,
        String trialDigest,
        int resumed) {}
