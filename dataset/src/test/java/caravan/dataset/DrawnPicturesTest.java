package caravan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnPicturesTest {

    @Test
    void a_seed_and_a_number_always_give_the_same_pet() {
        assertThat(new DrawnPets(7).jpeg(11)).isEqualTo(new DrawnPets(7).jpeg(11));
        assertThat(new DrawnPets(7).jpeg(11)).isNotEqualTo(new DrawnPets(8).jpeg(11));
    }

    @Test
    void a_hundred_pets_are_a_hundred_different_files_half_of_them_cats(@TempDir Path folder) throws Exception {
        new DrawnPets(3).write(folder, 0, 100);
        Set<String> sums = new HashSet<>();
        for (Path picture : Folders.pictures(folder)) {
            sums.add(Sha256.of(picture));
        }
        assertThat(sums).hasSize(100);
        assertThat(Folders.pictures(folder))
                .filteredOn(p -> p.getFileName().toString().startsWith("cat."))
                .hasSize(50);
    }

    @Test
    void drawing_again_leaves_what_is_there(@TempDir Path folder) throws Exception {
        new DrawnPets(3).write(folder, 0, 2);
        Files.write(folder.resolve("cat.0.jpg"), new byte[] {1});
        new DrawnPets(3).write(folder, 0, 4);
        assertThat(folder.resolve("cat.0.jpg")).hasBinaryContent(new byte[] {1});
        assertThat(Folders.pictures(folder)).hasSize(4);
    }

    @Test
    void about_a_quarter_of_the_drawn_pets_is_held_out() {
        DrawnPets pets = new DrawnPets(5);
        int heldOut = 0;
        for (int i = 0; i < 120; i++) {
            heldOut += Sha256.heldOut(pets.jpeg(i)) ? 1 : 0;
        }
        assertThat(heldOut).isBetween(15, 47);
    }

    @Test
    void foreign_pictures_repeat_by_seed_and_differ_by_number() {
        ForeignPictures foreign = new ForeignPictures(1);
        Set<String> sums = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            sums.add(Sha256.of(foreign.jpeg(i)));
        }
        assertThat(sums).hasSize(40);
        assertThat(new ForeignPictures(1).jpeg(17)).isEqualTo(foreign.jpeg(17));
    }

    @Test
    void each_shift_changes_a_picture_in_its_own_way() {
        byte[] pet = new DrawnPets(2).jpeg(0);
        double[] before = means(pet);
        double[] dark = means(ShiftedPictures.jpeg(pet, "pet", ShiftedPictures.Shift.DARKENED));
        double[] cast = means(ShiftedPictures.jpeg(pet, "pet", ShiftedPictures.Shift.COLOUR_SHIFTED));
        double[] soft = means(ShiftedPictures.jpeg(pet, "pet", ShiftedPictures.Shift.BLURRED));
        assertThat(dark[0]).isLessThan(before[0] * 0.45);
        assertThat(cast[1] / (cast[0] + cast[2])).isGreaterThan(before[1] / (before[0] + before[2]) * 1.15);
        assertThat(soft[3]).isLessThan(before[3] * 0.8);
    }

    @Test
    void a_large_stream_has_the_length_that_was_asked_for_and_repeats() throws Exception {
        try (InputStream one = LargeInputs.bytes(100_003, 4);
                InputStream other = LargeInputs.bytes(100_003, 4)) {
            byte[] bytes = one.readAllBytes();
            assertThat(bytes).hasSize(100_003).isEqualTo(other.readAllBytes());
        }
    }

    @Test
    void a_large_picture_has_the_size_that_was_asked_for() {
        BufferedImage image = Pictures.read(LargeInputs.jpeg(1200, 900, 1), "large");
        assertThat(image.getWidth()).isEqualTo(1200);
        assertThat(image.getHeight()).isEqualTo(900);
    }

    /** Mean red, green and blue, and the mean difference of neighbouring pixels' green. */
    private static double[] means(byte[] bytes) {
        BufferedImage image = Pictures.read(bytes, "test");
        int[] pixels = Light.pixels(image);
        double[] sums = new double[4];
        for (int i = 0; i < pixels.length; i++) {
            sums[0] += (pixels[i] >> 16) & 255;
            sums[1] += (pixels[i] >> 8) & 255;
            sums[2] += pixels[i] & 255;
            if (i > 0) {
                sums[3] += Math.abs(((pixels[i] >> 8) & 255) - ((pixels[i - 1] >> 8) & 255));
            }
        }
        for (int i = 0; i < 4; i++) {
            sums[i] /= pixels.length;
        }
        return sums;
    }
}
