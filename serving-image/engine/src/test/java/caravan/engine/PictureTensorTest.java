package caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PictureTensorTest {
    private static final int PLANE = PictureTensor.SIDE * PictureTensor.SIDE;

    @Property(tries = 60)
    void one_colour_stays_that_colour_at_every_size(
            @ForAll @IntRange(min = 1, max = 900) int width,
            @ForAll @IntRange(min = 1, max = 900) int height,
            @ForAll @ByteRange(min = -128) byte red) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = red;
            rgb[i + 2] = 77;
        }

        float[] tensor = PictureTensor.of(new Picture(width, height, rgb));

        for (int i = 0; i < PLANE; i++) {
            assertThat(tensor[i]).isCloseTo(red & 0xFF, within(0.01f)).isLessThanOrEqualTo(255f);
            assertThat(tensor[PLANE + i]).isZero();
            assertThat(tensor[2 * PLANE + i]).isCloseTo(77, within(0.01f));
        }
    }

    @Test
    void a_picture_of_the_right_size_is_not_touched() {
        byte[] rgb = new byte[PictureTensor.LENGTH];
        new java.util.Random(3).nextBytes(rgb);

        float[] tensor = PictureTensor.of(new Picture(PictureTensor.SIDE, PictureTensor.SIDE, rgb));

        for (int i = 0; i < PLANE; i++) {
            assertThat(tensor[i]).isEqualTo(rgb[3 * i] & 0xFF);
            assertThat(tensor[PLANE + i]).isEqualTo(rgb[3 * i + 1] & 0xFF);
            assertThat(tensor[2 * PLANE + i]).isEqualTo(rgb[3 * i + 2] & 0xFF);
        }
    }

    @Test
    void every_pixel_counts_when_a_picture_shrinks() {
        int side = 4 * PictureTensor.SIDE;
        byte[] stripes = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x += 2) {
                stripes[3 * (y * side + x)] = (byte) 200;
            }
        }

        float[] tensor = PictureTensor.of(new Picture(side, side, stripes));

        for (int x = 1; x < PictureTensor.SIDE - 1; x++) {
            assertThat(tensor[x]).isCloseTo(100, within(0.1f));
        }
    }

    @Test
    void an_enlarged_edge_is_a_straight_ramp_between_pixel_centres() {
        byte[] rgb = {0, 0, 0, (byte) 224, 0, 0};

        float[] tensor = PictureTensor.of(new Picture(2, 1, rgb));

        assertThat(tensor[0]).isZero();
        assertThat(tensor[56]).isCloseTo(1f, within(0.01f));
        assertThat(tensor[111]).isCloseTo(111f, within(0.01f));
        assertThat(tensor[223]).isEqualTo(224f);
    }
}
