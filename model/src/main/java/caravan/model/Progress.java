package caravan.model;

import caravan.model.master.Reports;

/** A part of the work, reported in twentieths of the whole. */
final class Progress {
    private static final int STEPS = 20;

    private final Reports reports;
    private final double from;
    private final double to;
    private int last = -1;

    /** The part of the whole between two shares, 0..1. */
    Progress(Reports reports, double from, double to) {
        this.reports = reports;
        this.from = from;
        this.to = to;
    }

    /** Says how much of the part is done, 0..1. */
    void reached(double share) {
        int step = (int) (STEPS * (from + share * (to - from)));
        if (step != last) {
            last = step;
            reports.progress((double) step / STEPS);
        }
    }
}
