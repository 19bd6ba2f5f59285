package caravan.model.data;

import java.util.HexFormat;

/** What a picture is for, told by its content's SHA-256 alone: the same for ever, in every version. */
public final class Hold {
    private static final int OUT_OF = 4;

    private Hold() {}

    /**
     * Whether a picture is held out, never trained on: the first 8 bytes, read as an unsigned number, are a multiple of
     * four.
     *
     * @param sha256 hex
     */
    public static boolean out(String sha256) {
        return Long.remainderUnsigned(Long.parseUnsignedLong(sha256.substring(0, 16), 16), OUT_OF) == 0;
    }

    /**
     * Whether a picture that is trained on helps to find the projection; the others are the detectors' reference. Told
     * by a bit of the ninth byte, which has no part in the holdout.
     *
     * @param sha256 hex
     */
    public static boolean projects(String sha256) {
        return (HexFormat.fromHexDigit(sha256.charAt(17)) & 1) == 0;
    }
}
