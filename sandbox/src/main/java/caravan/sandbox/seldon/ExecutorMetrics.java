package caravan.sandbox.seldon;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What an executor tells Prometheus of its requests. */
final class ExecutorMetrics {
    private static final String NAME = "seldon_api_executor_server_requests_seconds";
    private static final double[] BOUNDS = {.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10};

    private final Predictor predictor;
    private final Map<String, Histogram> histograms = new TreeMap<>();

    private static final class Histogram {
        private final long[] buckets = new long[BOUNDS.length];
        private long count;
        private double sum;
    }

    ExecutorMetrics(Predictor predictor) {
        this.predictor = predictor;
    }

    synchronized void server(String service, String method, Object code, long nanos) {
        String labels =
                "code=\"%s\",deployment_name=\"%s\",method=\"%s\",predictor_name=\"%s\",predictor_version=\"%s\",service=\"%s\""
                        .formatted(
                                code,
                                predictor.deployment(),
                                method,
                                predictor.name(),
                                predictor.annotations().getOrDefault("version", ""),
                                service);
        Histogram histogram = histograms.computeIfAbsent(labels, l -> new Histogram());
        double seconds = nanos / 1e9;
        histogram.count++;
        histogram.sum += seconds;
        for (int i = 0; i < BOUNDS.length; i++) {
            if (seconds <= BOUNDS[i]) {
                histogram.buckets[i]++;
            }
        }
    }

    synchronized Buffer text() {
        StringBuilder text = new StringBuilder(
                "# HELP " + NAME + " A histogram of latencies for executor server\n# TYPE " + NAME + " histogram\n");
        histograms.forEach((labels, histogram) -> {
            for (int i = 0; i < BOUNDS.length; i++) {
                line(text, "_bucket", labels + ",le=\"" + number(BOUNDS[i]) + "\"", histogram.buckets[i]);
            }
            line(text, "_bucket", labels + ",le=\"+Inf\"", histogram.count);
            text.append(NAME)
                    .append("_sum{")
                    .append(labels)
                    .append("} ")
                    .append(histogram.sum)
                    .append('\n');
            line(text, "_count", labels, histogram.count);
        });
        return Buffer.buffer(text.toString());
    }

    private static void line(StringBuilder text, String suffix, String labels, long value) {
        text.append(NAME)
                .append(suffix)
                .append('{')
                .append(labels)
                .append("} ")
                .append(value)
                .append('\n');
    }

    private static String number(double bound) {
        return bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : String.valueOf(bound);
    }
}
