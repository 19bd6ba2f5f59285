package caravan.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    /** Rows in a plane of a space of 30 axes, 5 wide along one direction and 2 along another, off the origin. */
    private static float[][] plane(int count) {
        Random random = new Random(4);
        float[][] rows = new float[count][30];
        for (float[] row : rows) {
            double a = 5 * random.nextGaussian();
            double b = 2 * random.nextGaussian();
            for (int i = 0; i < 30; i++) {
                row[i] = (float) (1 + a * Math.sin(i) + b * Math.cos(i));
            }
        }
        return rows;
    }

    @Test
    void rows_within_the_components_leave_nothing_over() {
        float[][] rows = plane(60);
        Projection projection = Projection.of(rows, 2);
        assertThat(projection.components()).hasDimensions(2, 30);
        assertThat(projection.leftover(rows[7])).isCloseTo(0, within(1e-4));
        float[] foreign = rows[7].clone();
        foreign[3] += 4;
        assertThat(projection.leftover(foreign)).isBetween(3.0, 4.0);
    }

    @Test
    void the_components_are_orthonormal_and_the_strongest_comes_first() {
        float[][] rows = plane(60);
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
        double first = 0;
        double second = 0;
        for (float[] row : rows) {
            first += Math.pow(projection.along(row)[0], 2);
            second += Math.pow(projection.along(row)[1], 2);
        }
        assertThat(first).isGreaterThan(2 * second);
    }

    @Test
    void there_are_no_more_components_than_the_rows_can_tell() {
        assertThat(Projection.of(plane(5), 32).components()).hasDimensions(4, 30);
        assertThat(Projection.of(plane(1), 32).components()).hasDimensions(1, 30);
    }
}
