package caravan.sandbox.kubernetes.http;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, for people. */
final class Age {
    private Age() {}

    static String since(String timestamp) {
        return timestamp.isEmpty() ? "<unknown>" : words(Duration.between(Instant.parse(timestamp), Instant.now()));
    }

    static String words(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (minutes < 2) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return pair(minutes, "m", seconds % 60, "s");
        }
        if (hours < 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return pair(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        return days < 8 ? pair(days, "d", hours % 24, "h") : days + "d";
    }

    private static String pair(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : small + smallUnit);
    }
}
