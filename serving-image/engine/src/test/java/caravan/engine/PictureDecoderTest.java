package caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import caravan.engine.PictureException.Reason;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"lossy.webp", "lossless.webp", "animated.webp", "cmyk.jpg", "progressive.jpg", "animated.gif"})
    void a_red_and_blue_picture_of_any_kind_is_read_as_such(String name) throws Exception {
        Picture picture = PictureDecoder.decode(fixture(name));

        assertThat(picture.width()).isEqualTo(40);
        assertThat(picture.height()).isEqualTo(30);
        assertThat(pixel(picture, 8, 15)).satisfies(near(200, 40, 40));
        assertThat(pixel(picture, 32, 15)).satisfies(near(40, 40, 200));
    }

    @Test
    void grey_keeps_its_brightness() throws Exception {
        assertThat(pixel(PictureDecoder.decode(fixture("grey.jpg")), 10, 10)).satisfies(near(128, 128, 128));
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage grey = new BufferedImage(20, 10, type);
            WritableRaster raster = grey.getRaster();
            int value = type == BufferedImage.TYPE_USHORT_GRAY ? 128 << 8 : 128;
            for (int i = 0; i < 200; i++) {
                raster.setSample(i % 20, i / 20, 0, value);
            }
            assertThat(pixel(PictureDecoder.decode(file(grey, "png")), 3, 3)).containsExactly(128, 128, 128);
        }
    }

    @Test
    void what_is_transparent_becomes_white() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(1, 1, 0xFF102030);
        image.setRGB(2, 1, 0x80000000);

        Picture picture = PictureDecoder.decode(file(image, "png"));

        assertThat(pixel(picture, 0, 0)).containsExactly(255, 255, 255);
        assertThat(pixel(picture, 1, 1)).containsExactly(0x10, 0x20, 0x30);
        assertThat(pixel(picture, 2, 1)).containsExactly(127, 127, 127);
    }

    @Test
    void a_palette_is_resolved() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(2, 2, Color.WHITE.getRGB());

        Picture picture = PictureDecoder.decode(file(image, "png"));

        assertThat(pixel(picture, 0, 0)).containsExactly(0, 0, 0);
        assertThat(pixel(picture, 2, 2)).containsExactly(255, 255, 255);
    }

    @Test
    void an_empty_file_is_called_empty() {
        assertThat(refusal(new byte[0]).reason()).isEqualTo(Reason.EMPTY);
    }

    @Test
    void something_else_is_called_no_picture() {
        PictureException refusal = refusal("cats are nice".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal.reason()).isEqualTo(Reason.NOT_A_PICTURE);
        assertThat(refusal).hasMessageContaining("JPEG, PNG, GIF or WebP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif"})
    void a_file_cut_anywhere_is_refused(String format) throws Exception {
        byte[] whole = file(noise(60, 50), format);
        for (int length : new int[] {4, 30, whole.length / 3, whole.length / 2, whole.length - 3}) {
            assertThat(refusal(Arrays.copyOf(whole, length)).reason())
                    .as("%s cut to %s of %s bytes", format, length, whole.length)
                    .isIn(length < 8 ? Reason.values() : new Reason[] {Reason.TRUNCATED});
        }
    }

    @Test
    void a_cut_webp_is_refused() throws Exception {
        byte[] whole = fixture("lossy.webp");

        assertThat(refusal(Arrays.copyOf(whole, whole.length - 5)).reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void a_jpeg_that_was_cut_and_closed_again_is_refused() throws Exception {
        byte[] whole = file(noise(200, 200), "jpg");
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        cut[cut.length - 3] = 1;
        cut[cut.length - 2] = (byte) 0xFF;
        cut[cut.length - 1] = (byte) 0xD9;

        assertThat(refusal(cut).reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void more_than_fifty_megapixels_are_refused_without_decoding() {
        PictureException refusal = refusal(pngHeader(10_000, 5_001));

        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal).hasMessageContaining("10000 x 5001").hasMessageContaining("at most 50");
    }

    @Test
    void a_picture_with_a_broken_middle_is_refused() throws Exception {
        byte[] png = file(noise(60, 50), "png");
        Arrays.fill(png, 100, 400, (byte) 7);

        assertThat(refusal(png).reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void a_large_picture_is_thinned_out_while_it_is_read() throws Exception {
        BufferedImage large = new BufferedImage(4000, 1000, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.setColor(Color.RED);
        g.fillRect(0, 0, 2000, 1000);
        g.dispose();

        Picture picture = PictureDecoder.decode(file(large, "png"));

        assertThat(picture.width()).isEqualTo(1000);
        assertThat(picture.height()).isEqualTo(1000);
        assertThat(pixel(picture, 499, 0)).containsExactly(255, 0, 0);
        assertThat(pixel(picture, 500, 0)).containsExactly(0, 0, 0);
    }

    @Test
    void random_bytes_behind_a_magic_number_never_escape_as_another_failure() throws Exception {
        Random random = new Random(7);
        for (String name :
                new String[] {"lossy.webp", "lossless.webp", "cmyk.jpg", "progressive.jpg", "animated.gif"}) {
            byte[] whole = fixture(name);
            for (int i = 0; i < 150; i++) {
                byte[] bent = whole.clone();
                for (int j = 0; j < 6; j++) {
                    bent[12 + random.nextInt(bent.length - 12)] = (byte) random.nextInt();
                }
                try {
                    assertThat(PictureDecoder.decode(bent).rgb()).isNotEmpty();
                } catch (PictureException expected) {
                    assertThat(expected).hasMessageNotContainingAny("null pointer");
                }
            }
        }
    }

    static byte[] fixture(String name) throws IOException {
        try (InputStream in = PictureDecoderTest.class.getResourceAsStream("/pictures/" + name)) {
            return in.readAllBytes();
        }
    }

    static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt());
        }
        return image;
    }

    private static PictureException refusal(byte[] bytes) {
        PictureException[] refusal = new PictureException[1];
        assertThatThrownBy(() -> PictureDecoder.decode(bytes))
                .isInstanceOfSatisfying(PictureException.class, e -> refusal[0] = e);
        return refusal[0];
    }

    private static int[] pixel(Picture picture, int x, int y) {
        int at = 3 * (y * picture.width() + x);
        byte[] rgb = picture.rgb();
        return new int[] {rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF};
    }

    private static org.assertj.core.api.ThrowingConsumer<int[]> near(int red, int green, int blue) {
        return pixel -> {
            assertThat(pixel[0]).isCloseTo(red, within(12));
            assertThat(pixel[1]).isCloseTo(green, within(12));
            assertThat(pixel[2]).isCloseTo(blue, within(12));
        };
    }

    private static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        ByteBuffer file = ByteBuffer.allocate(100);
        file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        chunk(file, header.array());
        chunk(file, "IDAT".getBytes(StandardCharsets.US_ASCII));
        chunk(file, "IEND".getBytes(StandardCharsets.US_ASCII));
        return Arrays.copyOf(file.array(), file.position());
    }

    private static void chunk(ByteBuffer file, byte[] typeAndData) {
        CRC32 crc = new CRC32();
        crc.update(typeAndData);
        file.putInt(typeAndData.length - 4).put(typeAndData).putInt((int) crc.getValue());
    }
}
