package caravan.statistics;

/**
 * How an outlier detector is fitted.
 *
 * @param rate the share of usual rows that may be flagged
 */
public record OutlierSettings(double rate) {
    /** Refuses what is no rate. */
    public OutlierSettings {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("the rate of flagged rows must lie between 0 and 1: " + rate);
        }
    }

    /** One usual row in twenty. */
    public static OutlierSettings usual() {
        return new OutlierSettings(0.05);
    }
}
