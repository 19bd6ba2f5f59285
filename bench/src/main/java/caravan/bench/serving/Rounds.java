package caravan.bench.serving;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Alternates between sides, so that all see the same machine, and compares pictures per CPU second. */
final class Rounds {
    /** Work on the n-th picture. */
    interface Work {
        void run(int number) throws Exception;
    }

    /** Reads the CPU seconds that a side has had. */
    interface Clock {
        double seconds() throws Exception;
    }

    private record Side(String name, int warmUp, Work work, Clock clock, List<Double> rates) {}

    private final int rounds;
    private final int pictures;
    private final PrintWriter out;
    private final List<Side> sides = new ArrayList<>();

    Rounds(int rounds, int pictures, PrintWriter out) {
        this.rounds = rounds;
        this.pictures = pictures;
        this.out = out;
    }

    /** Adds a side; its warm-up is as many pictures as its code needs to be compiled. */
    Rounds side(String name, int warmUp, Work work, Clock clock) {
        sides.add(new Side(name, warmUp, work, clock, new ArrayList<>()));
        return this;
    }

    /** Warms every side up, then measures. */
    void run() throws Exception {
        for (int round = -1; round < rounds; round++) {
            for (Side side : sides) {
                double before = side.clock.seconds();
                int count = round < 0 ? side.warmUp : pictures;
                for (int i = 0; i < count; i++) {
                    side.work.run(i);
                }
                double rate = count / (side.clock.seconds() - before);
                out.printf(
                        Locale.ROOT,
                        "%-7s %-34s %7.1f pictures/CPU s%n",
                        round < 0 ? "warm-up" : "round " + (round + 1),
                        side.name,
                        rate);
                if (round >= 0) {
                    side.rates.add(rate);
                }
            }
        }
    }

    /** The median over the rounds of one side's rate over another's. */
    double ratio(int of, int over) {
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = sides.get(of).rates.get(i) / sides.get(over).rates.get(i);
        }
        Arrays.sort(ratios);
        return (ratios[(rounds - 1) / 2] + ratios[rounds / 2]) / 2;
    }
}
