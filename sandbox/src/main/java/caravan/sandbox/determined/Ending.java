package caravan.sandbox.determined;

/** What becomes of an experiment when its trial's process has ended. */
sealed interface Ending {

    /** It ends in this state. */
    record Ended(State state, boolean counted) implements Ending {}

    /** It is still wanted: the trial is run again. */
    record Again(boolean counted) implements Ending {}

    /** It stays as it is, until somebody activates it. */
    record Stays(boolean counted) implements Ending {}

    /**
     * What was known at the end.
     *
     * @param state the experiment's
     * @param code the process' exit code
     * @param acknowledged whether the trial said that it stops because it was asked to
     * @param invalid whether the trial said that its hyperparameters make no sense
     * @param restarts that failures have cost so far
     * @param most restarts that they may cost
     */
    record Facts(State state, int code, boolean acknowledged, boolean invalid, int restarts, int most) {}

    /** Decides. */
    static Ending of(Facts facts) {
        if (facts.state == State.STOPPING_KILLED) {
            return new Ended(State.CANCELED, false);
        }
        if (facts.invalid) {
            return new Ended(facts.code == 0 ? State.COMPLETED : State.CANCELED, false);
        }
        if (facts.code == 0) {
            return switch (facts.state) {
                case ACTIVE -> facts.acknowledged ? new Again(false) : new Ended(State.COMPLETED, false);
                case PAUSED -> new Stays(false);
                default -> new Ended(facts.state.stopped(), false);
            };
        }
        if (facts.restarts >= facts.most) {
            return new Ended(State.ERROR, false);
        }
        return switch (facts.state) {
            case ACTIVE -> new Again(true);
            case PAUSED -> new Stays(true);
            default -> new Ended(facts.state.stopped(), true);
        };
    }
}
