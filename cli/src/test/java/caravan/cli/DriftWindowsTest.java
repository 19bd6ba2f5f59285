package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class DriftWindowsTest {
    @Property(tries = 200)
    void a_sample_has_the_wanted_size_and_takes_none_twice_before_all_are_taken(
            @ForAll @Size(min = 1, max = 30) @UniqueElements List<Integer> pool,
            @ForAll @IntRange(max = 100) int count,
            @ForAll long seed) {
        List<Integer> sample = DriftWindows.sample(pool, count, new Random(seed));
        assertThat(sample).hasSize(count);
        for (int from = 0; from < count; from += pool.size()) {
            List<Integer> round = sample.subList(from, Math.min(count, from + pool.size()));
            assertThat(new HashSet<>(round)).hasSameSizeAs(round);
        }
    }

    @Property(tries = 50)
    void the_same_seed_gives_the_same_sample(@ForAll @Size(min = 1, max = 30) List<Integer> pool, @ForAll long seed) {
        assertThat(DriftWindows.sample(pool, 20, new Random(seed)))
                .isEqualTo(DriftWindows.sample(pool, 20, new Random(seed)));
    }
}
