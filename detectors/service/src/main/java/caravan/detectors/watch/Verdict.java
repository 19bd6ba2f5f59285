package caravan.detectors.watch;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is said about one event.
 *
 * @param drift null unless a window became full; of several windows an alarming one, else the last
 * @param duplicate whether the event was there before, and nothing was counted
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Verdict(String version, Outliers outliers, DriftReport drift, boolean duplicate) {

    /** Predictions and how many of them are outliers. */
    public record Outliers(int count, int flagged) {}

    /** Of an event that was there before. */
    public static Verdict duplicate(String version) {
        return new Verdict(version, new Outliers(0, 0), null, true);
    }
}
