package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef";

    private static Status status(Status.OfUseCase useCase) {
        return new Status(
                "/h",
                new Status.Integration("http://127.0.0.1:1", false, "determined: refused"),
                List.of(new Status.Away("determined", "connection refused")),
                List.of(useCase));
    }

    private static final Status.OfUseCase BUSY = new Status.OfUseCase(
            "pets",
            new Status.Data("default/pets@master", COMMIT, "finished", "2026-05-01T11:59:00Z", 1, "failed: it crashed"),
            new Status.Trained(COMMIT, COMMIT),
            "experiment 2 is in flight",
            new Status.Training(2, "active", 0.43, COMMIT, 2, 1, "http://d/det/experiments/2"),
            List.of(new Status.Version(COMMIT, 1, 1, COMMIT, null, 124, 32, 0.96875, null, true, false, "good")),
            new Status.Deployed(
                    "default", "pets", true, "serves " + COMMIT, List.of(new Status.Slot("a", COMMIT, 100, true, ""))),
            List.of(
                    new Status.Detector("drift", COMMIT, "scores", "s", "b", 70, null, 30, 10, 2, 1),
                    new Status.Detector("outlier", COMMIT, "scores", "s", "b", 70, 3, null, null, null, null)),
            List.of(new Status.Aside("/data/x.jpg", "the file is empty")),
            List.of(new Status.Held("/data/y.jpg", COMMIT, "refused")),
            new Status.Failed(2, COMMIT, "crashed; its last words:\nout of memory"),
            "holidays",
            "parked: failed 2 times");

    @Test
    void everything_that_a_person_must_know_is_told() {
        String text = String.join("\n", new StatusText(status(BUSY), NOW).lines());
        assertThat(text)
                .contains("routes  DOWN", "determined: refused")
                .contains("AWAY    determined: connection refused")
                .contains("head 0123456789ab, finished, started 60 s ago, 1 commit waits")
                .contains("experiment 2, active 43 %, commit 0123456789ab, attempt 2, forked from 1")
                .contains("PAUSED     holidays")
                .contains("PARKED     parked: failed 2 times")
                .contains("out of memory")
                .contains("0123456789ab at 100 %, ready")
                .contains("2 windows judged, 1 alarms, the next holds 10 of 30")
                .contains("3 of 70 predictions flagged")
                .contains("96.9 % of 32")
                .contains("/data/x.jpg: the file is empty")
                .contains("/data/y.jpg: version 0123456789ab, refused");
    }

    @Test
    void a_use_case_in_which_nothing_has_happened_yet_says_so() {
        Status.OfUseCase fresh = new Status.OfUseCase(
                "pets",
                new Status.Data("default/pets@master", null, null, null, 0, null),
                null,
                "every finished commit is trained",
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
        assertThat(String.join("\n", new StatusText(status(fresh), NOW).lines()))
                .contains("no commit yet", "nothing yet", "nothing is deployed")
                .doesNotContain("PAUSED", "PARKED", "FAILED", "set aside", "held");
    }
}
