package caravan.detectors.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.detectors.event.VersionId;
import caravan.loop.port.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VersionsTest {
    private final ExecutorService loader = Executors.newSingleThreadExecutor();
    private final AtomicInteger loads = new AtomicInteger();
    private Instant now = Instant.EPOCH;

    @AfterEach
    void end() {
        loader.shutdownNow();
    }

    private Versions versions(Function<VersionId, WatchedVersion> source, Duration patience) {
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        return new Versions(
                id -> {
                    loads.incrementAndGet();
                    return source.apply(id);
                },
                loader,
                clock,
                patience,
                3);
    }

    private static VersionId id(String name) {
        return new VersionId(name, Optional.empty(), Optional.empty());
    }

    @Test
    void a_version_is_loaded_once_and_the_one_unused_for_longest_is_forgotten_first() {
        Versions versions = versions(WatchedVersion::unfitted, Duration.ofSeconds(10));
        for (String name : new String[] {"a", "b", "a", "c", "a", "d", "a"}) {
            assertThat(versions.get(id(name)).join().id().name()).isEqualTo(name);
        }
        assertThat(loads).hasValue(4);
        assertThat(versions.size()).isEqualTo(3);
        versions.get(id("b")).join();
        assertThat(loads).hasValue(5);
    }

    @Test
    void a_failure_is_kept_for_five_seconds() {
        Versions versions = versions(
                id -> {
                    throw new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, "away");
                },
                Duration.ofSeconds(10));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> versions.get(id("a")).join()).hasMessageContaining("not here yet: away");
        }
        assertThat(loads).hasValue(1);
        now = now.plusSeconds(6);
        assertThatThrownBy(() -> versions.get(id("a")).join()).hasMessageContaining("away");
        assertThat(loads).hasValue(2);
    }

    @Test
    void a_load_that_hangs_is_given_up_and_frees_its_thread() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Versions versions = versions(
                id -> {
                    if (id.name().equals("hangs")) {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, "interrupted", e);
                        }
                    }
                    return WatchedVersion.unfitted(id);
                },
                Duration.ofMillis(300));

        assertThatThrownBy(() -> versions.get(id("hangs")).join()).hasMessageContaining("no answer within");

        await().atMost(Duration.ofSeconds(10)).until(() -> interrupted.getCount() == 0);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            now = now.plusSeconds(6);
            return versions.get(id("other")).exceptionally(e -> null).join() != null;
        });
    }
}
