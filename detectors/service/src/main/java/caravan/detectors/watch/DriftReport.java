package caravan.detectors.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a full window looks like.
 *
 * @param drift whether any test exceeds its limit
 * @param window how many predictions it has
 * @param statistics of each component
 * @param ps p-value of each
 * @param level a p-value below it is drift
 * @param mmd squared maximum mean discrepancy; null where outputs are watched
 * @param mmdThreshold a discrepancy above it is drift; null likewise
 * @param watched {@code scores} or {@code outputs}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DriftReport(
        boolean drift,
        int window,
        List<Double> statistics,
        List<Double> ps,
        double level,
        Double mmd,
        Double mmdThreshold,
        String watched) {}
