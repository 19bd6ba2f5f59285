package caravan.sandbox.seldon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What the operator calls the objects that it makes. */
final class Names {
    private static final int LONGEST = 63;

    private Names() {}

    static String deployment(String seldon, String predictor, int index, List<String> parts) {
        return shortened(seldon + "-" + predictor + "-" + index + "-" + String.join("-", parts));
    }

    static String service(String seldon, String predictor) {
        return shortened(seldon + "-" + predictor);
    }

    static String containerService(String seldon, String predictor, String container) {
        return shortened(seldon + "-" + predictor + "-" + container);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST ? name : "seldon-" + md5(name);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
