package caravan.loop.train;

import java.util.List;

/** The next step of a use case's training. */
public sealed interface TrainingStep {

    /** The name by which routes branch. */
    String name();

    /** Every name there is, in the order of the permitted types. */
    static List<String> names() {
        return List.of("nothing", "create", "fork", "adopt", "wait", "park");
    }

    /** There is nothing to train. */
    record Nothing(String reason) implements TrainingStep {
        @Override
        public String name() {
            return "nothing";
        }
    }

    /**
     * A new experiment for a range: a first version, or a child whose training program differs from its parent's, which
     * starts from the parent's checkpoint. Its delta is planned first, and without anything to train none is created.
     *
     * @param attempt counts the experiments for this range, from 1
     */
    record Create(Range range, int attempt) implements TrainingStep, Training {
        @Override
        public String name() {
            return "create";
        }
    }

    /** A fork of the parent's experiment, with the same code, on the range's delta; otherwise as {@link Create}. */
    record Fork(Range range, int attempt) implements TrainingStep, Training {
        @Override
        public String name() {
            return "fork";
        }
    }

    /** What the two steps that train have in common. */
    interface Training {
        /** What is covered. */
        Range range();

        /** Counts the experiments for this range, from 1. */
        int attempt();
    }

    /**
     * An experiment for the range exists already.
     *
     * @param experiment the one that counts: an active one, else the lowest id
     * @param activate it is paused and has to be started
     * @param surplus others for the same range, to be killed and archived
     */
    record Adopt(int experiment, boolean activate, List<Integer> surplus) implements TrainingStep {
        @Override
        public String name() {
            return "adopt";
        }
    }

    /** Something else has to end first. */
    record Wait(String reason) implements TrainingStep {
        @Override
        public String name() {
            return "wait";
        }
    }

    /** The range failed too often; a new commit or a person ends that. */
    record Park(Range range, String reason) implements TrainingStep {
        @Override
        public String name() {
            return "park";
        }
    }
}
