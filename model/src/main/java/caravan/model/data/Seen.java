package caravan.model.data;

import caravan.loop.SetAside;
import java.util.Arrays;

/** What became of a file, or of an archive's member, when it was looked into. */
public sealed interface Seen {

    /**
     * A picture.
     *
     * @param path as committed; a member as {@code /a.zip!member.jpg}
     * @param hash Pachyderm's, of the committed file
     * @param archive its path, null for a plain file
     * @param sha256 of the picture's bytes, hex
     * @param size bytes
     * @param features of the backbone
     * @param look see {@link caravan.model.head.Appearance}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Usable(
            String path,
            String hash,
            String archive,
            String label,
            String sha256,
            long size,
            float[] features,
            float[] look)
            implements Seen {
        @Override
        public String toString() {
            return path + " (" + label + ", " + sha256 + ", " + Arrays.hashCode(features) + ")";
        }
    }

    /** A picture that an ancestor has seen; it was not decoded. */
    record Known(String path, String hash, String label, String sha256) implements Seen {}

    /** No picture to learn from. */
    record Unusable(SetAside file) implements Seen {}
}
