package caravan.detectors.watch;

import caravan.statistics.Power;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One of the two detectors of a deployment, as {@code GET /detectors} lists it; all counts are of this version since
 * {@code since}.
 *
 * @param detector {@code drift} or {@code outlier}
 * @param watched {@code scores} (what was fitted with the version) or {@code outputs} alone
 * @param because why it began then
 * @param windows judged ones
 * @param alarms of them
 * @param threshold a score above it is an outlier
 * @param power what a window can see
 * @param last the last window's report
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Detector(
        String namespace,
        String deployment,
        String useCase,
        String detector,
        String version,
        String watched,
        String since,
        String because,
        long predictions,
        Window window,
        Long windows,
        Long alarms,
        Long flagged,
        Double threshold,
        Power power,
        DriftReport last,
        String lastAt) {

    /**
     * The window that is being filled.
     *
     * @param size of a full one
     * @param reference how many predictions or rows it is compared with
     */
    public record Window(int size, int fill, int reference) {}
}
