package caravan.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * What a person sees. Results go to standard output, everything on the way to standard error; long work shows a bar on a
 * terminal and a plain line now and then elsewhere.
 */
final class Console {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream out;
    private final PrintStream notes;
    private final boolean terminal;
    private final Instant start = Instant.now();

    Console(PrintStream out, PrintStream notes, boolean terminal) {
        this.out = out;
        this.notes = notes;
        this.terminal = terminal;
    }

    static Console system() {
        return new Console(System.out, System.err, System.console() != null && System.getenv("NO_COLOR") == null);
    }

    /** A line of the result. */
    void result(String line) {
        out.println(line);
        out.flush();
    }

    /** A line on what is being done, with the time since the start. */
    void note(String line) {
        long millis = Duration.between(start, Instant.now()).toMillis();
        notes.println(String.format(Locale.ROOT, "%6.1f s  %s", millis / 1000.0, line));
        notes.flush();
    }

    /** A line on something that went wrong while the rest goes on. */
    void problem(String line) {
        notes.println("caravan: " + line);
        notes.flush();
    }

    /** Progress of something with that many parts. */
    Progress progress(String what, long parts) {
        return terminal ? new Bar(what, parts) : new Lines(what, parts);
    }

    /** Progress of long work; closing it ends the bar. */
    interface Progress extends AutoCloseable {
        /** So many parts are done in all. */
        void at(long done);

        @Override
        void close();
    }

    private final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(String what, long parts) {
            bar = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(parts)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(notes))
                    .build();
        }

        @Override
        public void at(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private final class Lines implements Progress {
        private final String what;
        private final long parts;
        private Instant last = Instant.now();

        Lines(String what, long parts) {
            this.what = what;
            this.parts = parts;
        }

        @Override
        public synchronized void at(long done) {
            Instant now = Instant.now();
            if (Duration.between(last, now).compareTo(BETWEEN_LINES) >= 0) {
                last = now;
                note(what + ": " + done + " of " + parts);
            }
        }

        @Override
        public void close() {
            // a plain line needs no end
        }
    }
}
