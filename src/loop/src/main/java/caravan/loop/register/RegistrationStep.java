package caravan.loop.register;

import caravan.loop.train.Outcome;
import java.util.List;

/** What becomes of an experiment. */
public sealed interface RegistrationStep {

    /** The name by which routes branch. */
    String name();

    /** Every name there is, in the order of the permitted types. */
    static List<String> names() {
        return List.of("nothing", "discard", "record", "refuse", "promote");
    }

    /** Not ended, not ours, or settled already. */
    record Nothing(String reason) implements RegistrationStep {
        @Override
        public String name() {
            return "nothing";
        }
    }

    /** A second experiment for one attempt, killed in favour of the first: it is archived and counts for nothing. */
    record Discard(String reason) implements RegistrationStep {
        @Override
        public String name() {
            return "discard";
        }
    }

    /** No version comes of it: only the outcome is written down. */
    record Record(Outcome.Kind kind, String reason) implements RegistrationStep {
        @Override
        public String name() {
            return "record";
        }
    }

    /** A version is registered as refused, and its files are held. */
    record Refuse(String version, String reason) implements RegistrationStep {
        @Override
        public String name() {
            return "refuse";
        }
    }

    /** A version is registered and published to the output repo. */
    record Promote(String version, String reason) implements RegistrationStep {
        @Override
        public String name() {
            return "promote";
        }
    }
}
