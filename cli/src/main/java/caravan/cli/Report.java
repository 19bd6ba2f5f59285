package caravan.cli;

import java.util.List;

/**
 * What a demo has shown; written as JSON with {@code --report}.
 *
 * @param versions of the model, by number
 * @param predictions on the held-out pictures of both arrivals, asked once of the last version
 * @param rollout requests sent at a steady rate while versions were deployed
 * @param drift windows judged on pictures as they are, and on shifted ones
 * @param outliers flags on held-out pets and on foreign pictures
 * @param setAside files that could not be used
 * @param dataset {@code photos}, {@code drawn} or {@code own}
 * @param seconds from the command to here
 */
record Report(
        List<Version> versions,
        Predictions predictions,
        Rollout rollout,
        Drift drift,
        Outliers outliers,
        List<Aside> setAside,
        String dataset,
        double seconds) {

    /**
     * A version.
     *
     * @param forkedFrom the experiment that its experiment was forked from, or null
     * @param parent the parent version's name, or null
     * @param files accepted files of the delta, holdout included
     */
    record Version(
            String name,
            int number,
            int experiment,
            Integer forkedFrom,
            String parent,
            int files,
            Holdout holdout,
            boolean promoted,
            Seconds seconds) {}

    /** How the version and its parent did on the holdout; shares from 0 to 1. */
    record Holdout(int count, double accuracy, Double parentAccuracy) {}

    /** How long it took; null where it did not happen. */
    record Seconds(Double commitToExperiment, Double experiment, Double doneToServing) {}

    /** Predictions and how many were right. */
    record Predictions(int count, int correct) {}

    /** Requests and how many were not answered with a prediction. */
    record Rollout(long requests, long failed) {}

    /** The drift detector's windows. */
    record Drift(Windows unchanged, Windows shifted) {}

    /** Judged windows and how many were called drift. */
    record Windows(int windows, int alarms) {}

    /** The outlier detector's flags. */
    record Outliers(Flags pets, Flags foreign) {}

    /** Pictures and how many were flagged. */
    record Flags(int count, int flagged) {}

    /** A file that could not be used. */
    record Aside(String path, String reason) {}
}
