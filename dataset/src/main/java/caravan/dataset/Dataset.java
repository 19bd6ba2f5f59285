package caravan.dataset;

import java.nio.file.Path;

/**
 * Pictures for the demo: two arrivals.
 *
 * @param kind what they are
 * @param data folder of the first arrival
 * @param delta folder of the second
 * @param note for people: where they were found, or why they had to be drawn
 */
public record Dataset(Kind kind, Path data, Path delta, String note) {

    /** What the pictures are. */
    public enum Kind {
        /** The example's photos, every sum checked. */
        PHOTOS,
        /** Pets that Caravan drew. */
        DRAWN,
        /** A user's own. */
        OWN;

        /** The name in reports. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
