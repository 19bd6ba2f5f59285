package caravan.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.engine.PictureTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AppearanceTest {
    private static final int AREA = PictureTensor.SIDE * PictureTensor.SIDE;

    private static float[] plain(float red, float green, float blue) {
        float[] picture = new float[PictureTensor.LENGTH];
        Arrays.fill(picture, 0, AREA, red);
        Arrays.fill(picture, AREA, 2 * AREA, green);
        Arrays.fill(picture, 2 * AREA, 3 * AREA, blue);
        return picture;
    }

    @Test
    void a_plain_picture_has_lightness_and_colour_alone() {
        float[] look = Appearance.of(plain(200, 100, 50));
        assertThat(look).hasSize(Appearance.COUNT);
        assertThat(look[0]).isCloseTo(0.299f * 200 + 0.587f * 100 + 0.114f * 50, within(0.01f));
        assertThat(look[1]).isEqualTo(150);
        assertThat(look[2]).isEqualTo(-25);
        assertThat(look[3]).isCloseTo(0, within(0.01f));
        assertThat(look[4]).isCloseTo(0, within(0.01f));
    }

    @Test
    void stripes_have_contrast_and_fine_ones_sharpness() {
        float[] fine = stripes(2);
        float[] coarse = stripes(32);
        assertThat(fine[3]).isCloseTo(coarse[3], within(2f)).isCloseTo(100, within(1f));
        assertThat(fine[4]).isGreaterThan(5 * coarse[4]);
    }

    private static float[] stripes(int width) {
        float[] picture = plain(0, 0, 0);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = i % PictureTensor.SIDE / width % 2 == 0 ? 0 : 200;
        }
        return Appearance.of(picture);
    }
}
