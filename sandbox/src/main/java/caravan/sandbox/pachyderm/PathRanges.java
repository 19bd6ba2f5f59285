package caravan.sandbox.pachyderm;

import caravan.proto.pfs.PathRange;

/** Paths from one on and before another; an empty bound is none. */
record PathRanges(PathRange range) {
    boolean holds(String path) {
        return (range.getLower().isEmpty() || path.compareTo(range.getLower()) >= 0)
                && (range.getUpper().isEmpty() || path.compareTo(range.getUpper()) < 0);
    }
}
