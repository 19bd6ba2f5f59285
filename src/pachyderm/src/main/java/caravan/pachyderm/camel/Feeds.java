package caravan.pachyderm.camel;

import caravan.loop.Repo;
import caravan.loop.port.CommitFeed;
import caravan.loop.watch.Backoff;
import caravan.loop.watch.SystemWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A subscription for each repo. However one ends, it is made anew after a while. Used by one thread. */
final class Feeds implements AutoCloseable {
    private static final String SYSTEM = "pachyderm";
    private static final Duration STEADY = Duration.ofSeconds(5);

    private static final class Line {
        private final Backoff backoff;
        private CommitFeed.Subscription subscription;
        private Instant since = Instant.MAX;
        private volatile boolean broken = true;
        private volatile Instant notBefore = Instant.MIN;

        Line(Duration mostBackoff) {
            this.backoff = new Backoff(Duration.ofSeconds(1), mostBackoff);
        }
    }

    private final CommitFeed feed;
    private final SystemWatch watch;
    private final Duration mostBackoff;
    private final Consumer<Repo> bell;
    private final Map<Repo, Line> lines = new HashMap<>();

    Feeds(CommitFeed feed, SystemWatch watch, Duration mostBackoff, Consumer<Repo> bell) {
        this.feed = feed;
        this.watch = watch;
        this.mostBackoff = mostBackoff;
        this.bell = bell;
    }

    /** Subscribes to those repos that are not subscribed to, and gives up the others. */
    void follow(Set<Repo> repos) {
        lines.entrySet().removeIf(e -> {
            boolean gone = !repos.contains(e.getKey());
            if (gone) {
                close(e.getKey(), e.getValue());
            }
            return gone;
        });
        Instant now = Instant.now();
        for (Repo repo : repos) {
            Line line = lines.computeIfAbsent(repo, r -> new Line(mostBackoff));
            if (line.broken && !now.isBefore(line.notBefore)) {
                subscribe(repo, line, now);
            } else if (!line.broken && line.since.plus(STEADY).isBefore(now)) {
                line.backoff.reset();
                watch.succeeded(SYSTEM, subject(repo));
            }
        }
    }

    private void subscribe(Repo repo, Line line, Instant now) {
        line.broken = false;
        line.since = now;
        line.subscription = feed.subscribe(repo, commit -> bell.accept(repo), failure -> {
            line.notBefore = Instant.now().plus(line.backoff.next());
            line.broken = true;
            watch.failed(subject(repo), failure);
            bell.accept(repo);
        });
    }

    private void close(Repo repo, Line line) {
        if (line.subscription != null) {
            line.subscription.close();
        }
        watch.succeeded(SYSTEM, subject(repo));
    }

    @Override
    public void close() {
        lines.forEach(this::close);
        lines.clear();
    }

    private static String subject(Repo repo) {
        return "the subscription to " + repo;
    }
}
