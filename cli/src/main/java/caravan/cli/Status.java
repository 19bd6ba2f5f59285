package caravan.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How everything stands; {@code status --json} writes it.
 *
 * @param integration the routes' process
 * @param away systems that could not be asked, so that something below is missing
 */
record Status(String home, Integration integration, List<Away> away, List<OfUseCase> useCases) {

    /** The routes' process: where it is, and what its health says. */
    record Integration(String url, boolean up, String detail) {}

    /** A system that did not answer, and what it said instead. */
    record Away(String system, String detail) {}

    /**
     * One use case. What is not known is null.
     *
     * @param next what the loop does next with the data
     * @param experiment in flight
     * @param failed the last experiment, where that failed
     * @param paused why, where a person paused it
     * @param parked why, where it failed too often
     */
    record OfUseCase(
            String name,
            Data data,
            Trained trained,
            String next,
            Training experiment,
            List<Version> versions,
            Deployed deployment,
            List<Detector> detectors,
            List<Aside> setAside,
            List<Held> held,
            Failed failed,
            String paused,
            String parked) {}

    /**
     * The branch of the data.
     *
     * @param head the newest commit's id
     * @param state of the head: open, finished or failed
     * @param waiting commits that are not trained yet
     * @param outcome what became of the head's training; null while nothing has
     */
    record Data(String branch, String head, String state, String started, Integer waiting, String outcome) {}

    /** The last commit trained, and the version that holds it. */
    record Trained(String commit, String version) {}

    /** An experiment in flight; progress from 0 to 1. */
    record Training(
            int id, String state, Double progress, String commit, int attempt, Integer forkedFrom, String address) {}

    /** A version of the model. */
    record Version(
            String name,
            int number,
            int experiment,
            String commit,
            String parent,
            Integer files,
            Integer holdout,
            Double accuracy,
            Double parentAccuracy,
            boolean promoted,
            boolean withdrawn,
            String verdict) {}

    /**
     * The deployment.
     *
     * @param settled whether nothing more is to be done with it
     * @param rollout what the loop does next with it
     */
    record Deployed(String namespace, String name, boolean settled, String rollout, List<Slot> slots) {

        /** The slot that most requests go to. */
        Optional<Slot> busiest() {
            return slots.stream().max(Comparator.comparingInt(Slot::traffic));
        }
    }

    /** A slot with the version in it. */
    record Slot(String slot, String version, int traffic, boolean ready, String message) {}

    /**
     * A detector of the deployment; all counts are of this version since then.
     *
     * @param detector {@code drift} or {@code outlier}
     * @param watched {@code scores}, which the version brings detectors for, or its {@code outputs} alone
     * @param flagged predictions on outliers
     * @param window predictions in a full window, {@code fill} in the current one
     * @param windows judged, {@code alarms} of them called drift
     */
    record Detector(
            String detector,
            String version,
            String watched,
            String since,
            String because,
            long predictions,
            Integer flagged,
            Integer window,
            Integer fill,
            Integer windows,
            Integer alarms) {}

    /** A file that could not be used. */
    record Aside(String path, String reason) {}

    /** A file that is kept from training because of a version. */
    record Held(String path, String version, String reason) {}

    /** The experiment that failed, with its last words. */
    record Failed(int experiment, String commit, String reason) {}
}
