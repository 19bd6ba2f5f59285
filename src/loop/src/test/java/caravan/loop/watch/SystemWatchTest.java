package caravan.loop.watch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.loop.port.SystemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemWatchTest {
    private final SystemWatch watch = new SystemWatch();

    private static SystemException away(String message) {
        return new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, message);
    }

    @Test
    void a_system_nobody_has_talked_to_is_not_known() {
        assertThat(watch.system("pachyderm")).isEmpty();
        assertThat(watch.systems()).isEmpty();
    }

    @Test
    void a_system_is_down_until_every_subject_that_failed_has_succeeded() {
        watch.succeeded("pachyderm", "a");
        watch.failed("a", away("connection refused"));
        watch.failed("b", away("connection refused too"));
        watch.succeeded("pachyderm", "a");
        assertThat(watch.system("pachyderm").orElseThrow().up()).isFalse();
        assertThat(watch.system("pachyderm").orElseThrow().detail()).isEqualTo("connection refused too (b)");

        watch.succeeded("pachyderm", "b");
        assertThat(watch.system("pachyderm").orElseThrow().up()).isTrue();
        assertThat(watch.system("pachyderm").orElseThrow().detail()).isEmpty();
    }

    @Test
    void a_subject_that_is_done_has_no_trouble_with_any_system() {
        watch.failed("train", away("connection refused"));
        watch.failed("train", new SystemException("determined", SystemException.Kind.UNAVAILABLE, "HTTP 503"));
        watch.succeeded("train");
        assertThat(watch.systems()).allMatch(SystemState::up).hasSize(2);
    }

    @Test
    void a_wait_grows_to_its_bound_and_begins_anew_after_a_success() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(175), Duration.ofMillis(350));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(175), Duration.ofMillis(350));
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
