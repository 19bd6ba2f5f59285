package caravan.detectors;

import caravan.statistics.DriftDetector;
import caravan.statistics.DriftFitter;
import caravan.statistics.DriftSettings;
import caravan.statistics.OutlierDetector;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A version whose detectors know standard normal projections of four components and left-overs up to 1. */
final class FittedVersion {
    static final int WINDOW = 10;
    static final ObjectMapper JSON = new ObjectMapper();

    final String name;
    final Map<String, byte[]> files = new TreeMap<>();
    final String sha256;

    FittedVersion(String name, long seed) throws Exception {
        this(name, seed, 60, 4, WINDOW);
    }

    FittedVersion(String name, long seed, int rows, int components, int window) throws Exception {
        this.name = name;
        Random random = new Random(seed);
        double[][] reference = new double[rows][];
        for (int i = 0; i < reference.length; i++) {
            reference[i] =
                    random.doubles(components).map(u -> random.nextGaussian()).toArray();
        }
        DriftDetector drift = DriftFitter.fit(reference, new DriftSettings(0.001, window, 2_000, seed));
        files.put("detectors/drift.json", drift.bytes());
        files.put("detectors/outlier.json", new OutlierDetector(1, 0.05, 60).bytes());
        Map<String, String> hashes = new TreeMap<>();
        files.forEach((path, content) -> hashes.put(path, sha256(content)));
        byte[] manifest = JSON.writeValueAsBytes(Map.of(
                "format", 1, "labels", List.of("cat", "dog"), "files", hashes, "outlier", Map.of("threshold", 1)));
        files.put("version.json", manifest);
        sha256 = sha256(manifest);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String uri() {
        return "pachyderm://default/pets-model@" + name + "/checkpoint";
    }

    /** Puts its files where its URI points. */
    FittedVersion in(FakePachyderm pachyderm) {
        files.forEach((path, content) -> pachyderm.files.put("/checkpoint/" + path, content));
        return this;
    }

    /** What a model server answers for one picture. */
    Map<String, Object> tags(double[] projection, double leftover) {
        Map<String, Object> tags = new TreeMap<>();
        tags.put("version", name);
        tags.put("sha256", sha256);
        tags.put("label", "cat");
        tags.put("projection", projection);
        tags.put("leftover", leftover);
        tags.put("outlier", leftover > 1);
        return tags;
    }
}
