package caravan.sandbox.determined;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an experiment by how its trial's process ended: the outcomes that were seen on the real master. */
class EndingTest {

    @ParameterizedTest(name = "{0}, exit {1}, acknowledged {2}, invalid {3}, {4} of {5} restarts: {6}")
    @CsvSource({
        "ACTIVE,             0,   false, false, 0, 0, COMPLETED",
        "ACTIVE,             0,   true,  false, 0, 0, again",
        "ACTIVE,             1,   false, false, 0, 0, ERROR",
        "ACTIVE,             1,   false, false, 0, 2, again counted",
        "ACTIVE,             1,   false, false, 2, 2, ERROR",
        "PAUSED,             0,   true,  false, 0, 0, stays",
        "PAUSED,             0,   false, false, 0, 0, stays",
        "PAUSED,             1,   false, false, 0, 1, stays counted",
        "PAUSED,             1,   false, false, 1, 1, ERROR",
        "STOPPING_CANCELED,  0,   true,  false, 0, 0, CANCELED",
        "STOPPING_CANCELED,  0,   false, false, 0, 0, CANCELED",
        "STOPPING_CANCELED,  1,   true,  false, 0, 0, ERROR",
        "STOPPING_KILLED,    137, false, false, 0, 0, CANCELED",
        "STOPPING_KILLED,    0,   false, false, 0, 5, CANCELED",
        "ACTIVE,             0,   false, true,  0, 0, COMPLETED",
        "ACTIVE,             137, false, true,  0, 0, CANCELED",
    })
    void the_end_of_the_process_decides(
            State state, int code, boolean acknowledged, boolean invalid, int restarts, int most, String expected) {
        Ending ending = Ending.of(new Ending.Facts(state, code, acknowledged, invalid, restarts, most));
        assertThat(text(ending)).isEqualTo(expected);
    }

    private static String text(Ending ending) {
        if (ending instanceof Ending.Ended ended) {
            return ended.state() + (ended.counted() ? " counted" : "");
        }
        if (ending instanceof Ending.Again again) {
            return "again" + (again.counted() ? " counted" : "");
        }
        return "stays" + (((Ending.Stays) ending).counted() ? " counted" : "");
    }
}
