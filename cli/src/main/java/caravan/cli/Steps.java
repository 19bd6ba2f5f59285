package caravan.cli;

import java.time.Duration;
import java.util.Locale;

/** Tells a person what has happened and how long it took. */
final class Steps {
    private final Console console;
    private long since = System.nanoTime();

    Steps(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    /** Something begins to take time. */
    void begin() {
        since = System.nanoTime();
    }

    /** What has happened since; the next step begins. */
    double done(String what) {
        double seconds = Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
        console.note(what + String.format(Locale.ROOT, " (%.1f s)", seconds));
        begin();
        return seconds;
    }

    /** Something on the way. */
    void note(String what) {
        console.note("  " + what);
    }
}
