package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.files.Walk.Found;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which part of a listing is wanted.
 *
 * @param marker the path behind which it begins, before which with reverse; empty for the whole
 * @param number 0 for no limit
 */
record Page(String marker, long number, boolean reverse) {
    private static final long LARGEST = 100_000;

    Page {
        if (reverse && number <= 0) {
            throw Refusals.unknown("number must be > 0 when reverse is true");
        }
        if (number > LARGEST) {
            throw Refusals.unknown("cannot return more than 100000 files at a time");
        }
    }

    /** Takes one of the listing. */
    interface Sink {
        void take(Found found) throws InterruptedException;
    }

    Collector collect(Sink sink) {
        return new Collector(sink);
    }

    /** Passes on what is on the page; in reverse only at the end. */
    final class Collector {
        private final Sink sink;
        private final Deque<Found> last = new ArrayDeque<>();
        private long count;
        private boolean past;

        private Collector(Sink sink) {
            this.sink = sink;
        }

        boolean full() {
            return past || (!reverse && number > 0 && count == number);
        }

        void add(Found found) throws InterruptedException {
            if (reverse) {
                past = !marker.isEmpty() && found.path().compareTo(marker) >= 0;
                if (!past) {
                    last.addLast(found);
                    if (last.size() > number) {
                        last.removeFirst();
                    }
                }
            } else if (marker.isEmpty() || found.path().compareTo(marker) > 0) {
                sink.take(found);
                count++;
            }
        }

        void end() throws InterruptedException {
            while (!last.isEmpty()) {
                sink.take(last.removeLast());
            }
        }
    }
}
