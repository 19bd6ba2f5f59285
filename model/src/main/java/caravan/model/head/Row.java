package caravan.model.head;

/**
 * A picture as it is learnt from.
 *
 * @param sha256 of its bytes, hex
 * @param features as the backbone gives them
 * @param look see {@link Appearance}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Row(String sha256, String label, float[] features, float[] look) {}
