package caravan.loop;

import java.util.List;
import java.util.Optional;

/**
 * What a trial says of itself, once, before its end (metrics group {@code caravan}).
 *
 * @param outcome {@code trained}, {@code nothing new}, {@code all set aside} or {@code too little held out}
 * @param files accepted files of the delta, holdout included
 * @param trained rows trained on
 * @param holdout rows of the holdout that child and parent were scored on
 * @param holdoutNew those of them that came with this delta
 * @param right how many of them the child got right
 * @param parentRight how many the parent got right; absent without a parent
 * @param childOnly rows that only the child got right
 * @param parentOnly rows that only the parent got right
 * @param majority rows of the holdout's most frequent class
 * @param weightsChanged false where training left the parent's weights as they were
 * @param setAside files that could not be used, at most 1,000
 * @param setAsideRest how many more there are
 * @param used files whose content was known or stands in the delta twice: used, once
 * @param versionSha256 the SHA-256 of {@code version.json}; blank without a checkpoint
 */
public record TrialReport(
        String outcome,
        int files,
        int trained,
        int holdout,
        int holdoutNew,
        int right,
        Optional<Integer> parentRight,
        int childOnly,
        int parentOnly,
        int majority,
        boolean weightsChanged,
        List<SetAside> setAside,
        int setAsideRest,
        List<SetAside> used,
        String versionSha256) {

    /** The share of the holdout that the child got right. */
    public double accuracy() {
        return holdout == 0 ? 0 : (double) right / holdout;
    }

    /** The same of the parent. */
    public Optional<Double> parentAccuracy() {
        return parentRight.map(r -> holdout == 0 ? 0 : (double) r / holdout);
    }
}
