package caravan.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @TempDir
    Path folder;

    @Test
    void features_are_found_again_for_the_same_picture_and_backbone_alone() throws Exception {
        FeatureCache cache = new FeatureCache(Optional.of(folder), ONE);
        cache.put(TWO, new float[] {1.5f, -2});
        assertThat(cache.get(TWO)).hasValueSatisfying(f -> assertThat(f).containsExactly(1.5f, -2));
        assertThat(cache.get(ONE)).isEmpty();
        assertThat(new FeatureCache(Optional.of(folder), TWO).get(TWO)).isEmpty();
    }

    @Test
    void a_damaged_entry_counts_as_none() throws Exception {
        FeatureCache cache = new FeatureCache(Optional.of(folder), ONE);
        cache.put(TWO, new float[] {1.5f, -2});
        Path entry;
        try (Stream<Path> files = Files.walk(folder)) {
            entry = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(entry);
        bytes[3] ^= 1;
        Files.write(entry, bytes);
        assertThat(cache.get(TWO)).isEmpty();
    }

    @Test
    void without_a_folder_nothing_is_kept() throws Exception {
        FeatureCache cache = new FeatureCache(Optional.empty(), ONE);
        cache.put(TWO, new float[] {1});
        assertThat(cache.get(TWO)).isEmpty();
    }
}
