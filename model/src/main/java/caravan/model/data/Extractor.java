package caravan.model.data;

import caravan.engine.Backbone;
import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Pictures to features, a bounded number of them at a time; what was computed before comes from the cache. */
public final class Extractor implements AutoCloseable {
    private final Backbone backbone;
    private final FeatureCache cache;
    private final String sha256;
    private final Semaphore running;

    /**
     * Opens the backbone.
     *
     * @param cache the features' cache, absent for none
     * @param atOnce pictures that are decoded and run at the same time
     */
    public Extractor(Path onnx, Optional<Path> cache, int atOnce) {
        try {
            this.sha256 = Sha256.hex(Files.readAllBytes(onnx));
        } catch (IOException e) {
            throw new UncheckedIOException("the backbone " + onnx + " cannot be read: " + e.getMessage(), e);
        }
        this.backbone = Backbone.open(onnx);
        this.cache = new FeatureCache(cache, sha256);
        this.running = new Semaphore(atOnce);
    }

    /** The backbone's SHA-256, hex. */
    public String backboneSha256() {
        return sha256;
    }

    /**
     * The features of one picture.
     *
     * @param content the file's bytes
     * @param contentSha256 their SHA-256
     * @throws PictureException where they are no picture
     */
    float[] features(byte[] content, String contentSha256) throws PictureException, IOException, InterruptedException {
        Optional<float[]> known = cache.get(contentSha256);
        if (known.isPresent()) {
            return known.get();
        }
        float[] features;
        running.acquire();
        try {
            features = backbone.features(PictureTensor.of(content));
        } finally {
            running.release();
        }
        cache.put(contentSha256, features);
        return features;
    }

    @Override
    public void close() {
        backbone.close();
    }
}
