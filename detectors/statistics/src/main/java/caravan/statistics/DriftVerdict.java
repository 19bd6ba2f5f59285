package caravan.statistics;

/**
 * What a window looks like beside the reference.
 *
 * @param drift whether any test exceeds its limit
 * @param statistics the Kolmogorov-Smirnov statistic of each component
 * @param ps the p-value of each
 * @param level a component's p-value below it is drift
 * @param mmd the squared maximum mean discrepancy
 * @param mmdThreshold a discrepancy above it is drift
 */
@SuppressWarnings("ArrayRecordComponent")
public record DriftVerdict(
        boolean drift, double[] statistics, double[] ps, double level, double mmd, double mmdThreshold) {}
