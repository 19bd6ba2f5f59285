package caravan.model.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadModelTest {
    private static final List<String> LABELS = List.of("cat", "dog");

    /** Rows whose first feature tells the label, the rest is noise. */
    private static float[][] rows(int count, long seed, double shift) {
        Random random = new Random(seed);
        float[][] rows = new float[count][20];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < 20; i++) {
                rows[r][i] = (float) random.nextGaussian();
            }
            rows[r][0] += (float) (r % 2 == 0 ? -shift : shift);
        }
        return rows;
    }

    private static int[] labels(int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
        }
        return labels;
    }

    private static Head learn(Head start, float[][] rows, int[] labels, Learning learning) {
        try (HeadModel model = new HeadModel(start)) {
            model.learn(rows, labels, learning, (step, steps, loss) -> {});
            return model.head();
        }
    }

    private static Learning learning(double pull, boolean fork, int batch) {
        return new Learning(pull, fork, 0.01, batch, 5, 120, 7);
    }

    private static double accuracy(Head head, float[][] rows, int[] labels) {
        try (HeadModel model = new HeadModel(head)) {
            float[][] p = model.probabilities(rows);
            int right = 0;
            for (int i = 0; i < labels.length; i++) {
                right += (p[i][1] > p[i][0] ? 1 : 0) == labels[i] ? 1 : 0;
            }
            return (double) right / labels.length;
        }
    }

    private static double distance(Head a, Head b) {
        double sum = 0;
        for (int k = 0; k < a.bias().length; k++) {
            for (int i = 0; i < a.weight()[k].length; i++) {
                sum += Math.pow(a.weight()[k][i] - b.weight()[k][i], 2);
            }
        }
        return Math.sqrt(sum);
    }

    @Test
    void the_same_rows_and_seed_give_the_same_bits() {
        for (int batch : new int[] {16, 1000}) {
            Head blank = Head.blank(LABELS, 20);
            Head one = learn(blank, rows(100, 1, 2), labels(100), learning(1, false, batch));
            Head two = learn(blank, rows(100, 1, 2), labels(100), learning(1, false, batch));
            assertThat(one.same(two)).isTrue();
            assertThat(one.same(blank)).isFalse();
        }
    }

    @Test
    void what_is_learnt_holds_for_other_rows() {
        for (int batch : new int[] {16, 1000}) {
            Head head = learn(Head.blank(LABELS, 20), rows(200, 1, 2), labels(200), learning(5, false, batch));
            assertThat(accuracy(head, rows(500, 2, 2), labels(500))).isGreaterThan(0.93);
        }
    }

    @Test
    void the_harder_a_fork_is_pulled_the_nearer_it_stays_to_its_parent() {
        Head parent = learn(Head.blank(LABELS, 20), rows(200, 1, 2), labels(200), learning(5, false, 1000));
        float[][] few = rows(12, 3, 0);
        Head loose = learn(parent, few, labels(12), learning(0.01, true, 1000));
        Head pulled = learn(parent, few, labels(12), learning(1000, true, 1000));
        assertThat(distance(pulled, parent))
                .isLessThan(distance(loose, parent) / 10)
                .isPositive();
        assertThat(accuracy(pulled, rows(500, 2, 2), labels(500))).isGreaterThan(0.93);
    }

    @Test
    void rows_of_one_label_alone_can_be_learnt_from() {
        Head parent = learn(Head.blank(LABELS, 20), rows(200, 1, 2), labels(200), learning(5, false, 1000));
        Head fork = learn(parent, rows(9, 3, 2), new int[9], learning(50, true, 1000));
        assertThat(fork.same(parent)).isFalse();
        assertThat(accuracy(fork, rows(500, 2, 2), labels(500))).isGreaterThan(0.9);
    }

    @Test
    void a_new_label_starts_from_nothing_and_the_others_keep_what_they_know() {
        Head parent = new Head(LABELS, new float[][] {{1, 2}, {3, 4}}, new float[] {5, 6});
        Head wider = parent.of(List.of("dog", "bird", "cat"));
        assertThat(wider.weight()).isDeepEqualTo(new float[][] {{3, 4}, {0, 0}, {1, 2}});
        assertThat(wider.bias()).containsExactly(6, 0, 5);
    }

    @Test
    void the_schedule_follows_the_number_of_rows() {
        Learning learning = new Learning(1, false, 0.01, 100, 5, 120, 1);
        assertThat(learning.steps(12)).isEqualTo(120);
        assertThat(learning.steps(10_000)).isEqualTo(500);
    }
}
