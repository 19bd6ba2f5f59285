package caravan.model.data;

import caravan.engine.Backbone;
import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.model.head.Appearance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
     * What is learnt from of one picture.
     *
     * @param features of the backbone
     * @param look see {@link Appearance}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Extract(float[] features, float[] look) {}

    /**
     * Looks at one picture.
     *
     * @param content the file's bytes
     * @param contentSha256 their SHA-256
     * @throws PictureException where they are no picture
     */
    Extract extract(byte[] content, String contentSha256) throws PictureException, IOException, InterruptedException {
        Optional<float[]> known = cache.get(contentSha256);
        if (known.isPresent() && known.get().length > Appearance.COUNT) {
            int width = known.get().length - Appearance.COUNT;
            return new Extract(
                    Arrays.copyOf(known.get(), width), Arrays.copyOfRange(known.get(), width, known.get().length));
        }
        Extract extract;
        running.acquire();
        try {
            float[] picture = PictureTensor.of(content);
            extract = new Extract(backbone.features(picture), Appearance.of(picture));
        } finally {
            running.release();
        }
        float[] both = Arrays.copyOf(extract.features, extract.features.length + Appearance.COUNT);
        System.arraycopy(extract.look, 0, both, extract.features.length, Appearance.COUNT);
        cache.put(contentSha256, both);
        return extract;
    }

    @Override
    public void close() {
        backbone.close();
    }
}
