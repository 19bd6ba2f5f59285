package caravan.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    /** Rows near a plane of a space of 30 axes: wide along one direction, narrower along another, off the origin. */
    private static List<Row> plane(int count) {
        Random random = new Random(4);
        List<Row> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            double a = 0.05 * random.nextGaussian();
            double b = 0.02 * random.nextGaussian();
            float[] features = new float[30];
            for (int i = 0; i < 30; i++) {
                features[i] = (float) (1 + a * Math.sin(i) + b * Math.cos(i));
            }
            rows.add(new Row("", "cat", features, new float[] {(float) (100 + 10 * random.nextGaussian())}));
        }
        return rows;
    }

    @Test
    void rows_within_the_components_leave_little_over_and_their_strength_does_not_matter() {
        List<Row> rows = plane(60);
        Projection projection = Projection.of(rows, 2);
        assertThat(projection.components()).hasDimensions(2, 30);
        double usual = projection.leftover(rows.get(7));
        assertThat(usual).isLessThan(0.001);
        float[] foreign = rows.get(7).features().clone();
        foreign[3] += 1;
        assertThat(projection.leftover(new Row("", "", foreign, rows.get(7).look())))
                .isGreaterThan(0.1);
        float[] louder = rows.get(7).features().clone();
        for (int i = 0; i < louder.length; i++) {
            louder[i] *= 3;
        }
        assertThat(projection.leftover(new Row("", "", louder, rows.get(7).look())))
                .isCloseTo(usual, within(1e-5));
    }

    @Test
    void the_components_are_orthonormal_and_the_strongest_comes_first() {
        List<Row> rows = plane(60);
        Projection projection = Projection.of(rows, 2);
        double[][] dots = new double[2][2];
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                for (int i = 0; i < 30; i++) {
                    dots[a][b] += projection.components()[a][i] * projection.components()[b][i];
                }
            }
        }
        assertThat(dots[0][0]).isCloseTo(1, within(1e-5));
        assertThat(dots[1][1]).isCloseTo(1, within(1e-5));
        assertThat(dots[0][1]).isCloseTo(0, within(1e-5));
        assertThat(spread(projection, rows, 0)).isGreaterThan(2 * spread(projection, rows, 1));
    }

    @Test
    void the_look_is_as_wide_as_the_strongest_component() {
        List<Row> rows = plane(60);
        Projection projection = Projection.of(rows, 2);
        assertThat(projection.size()).isEqualTo(3);
        assertThat(spread(projection, rows, 2) / spread(projection, rows, 0)).isCloseTo(1, within(1e-3));
    }

    private static double spread(Projection projection, List<Row> rows, int axis) {
        return rows.stream()
                .mapToDouble(r -> Math.pow(projection.of(r)[axis], 2))
                .sum();
    }

    @Test
    void there_are_no_more_components_than_the_rows_can_tell() {
        assertThat(Projection.of(plane(5), 32).components()).hasDimensions(4, 30);
        assertThat(Projection.of(plane(1), 32).components()).hasDimensions(1, 30);
    }
}
