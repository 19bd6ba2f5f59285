package caravan.engine;

import caravan.engine.PictureException.Reason;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads JPEG, PNG, GIF (first frame) and WebP files, whatever their colours: grey, CMYK, palette and 16-bit pictures
 * become 8-bit RGB, transparent ones are laid on white. Colour profiles and orientation marks are not applied.
 */
public final class PictureDecoder {

    /** Pictures with more pixels are refused before anything of them is decoded. */
    public static final long MAX_PIXELS = 50_000_000L;

    /** Along each side every n-th pixel alone is read as long as this many are left. */
    private static final int ENOUGH = 4 * PictureTensor.SIDE;

    private static final Map<PictureFormat, ImageReaderSpi> READERS = readers();

    private PictureDecoder() {}

    /**
     * Decodes a file.
     *
     * @param bytes the whole file
     * @return the picture; sides of 1,792 pixels and more come thinned out by a whole number, to at least 896
     * @throws PictureException where the bytes are no whole picture of a format that is read
     */
    public static Picture decode(byte[] bytes) throws PictureException {
        if (bytes.length == 0) {
            throw new PictureException(Reason.EMPTY, "the file is empty (0 bytes)");
        }
        PictureFormat format = PictureFormat.of(bytes)
                .orElseThrow(() -> new PictureException(
                        Reason.NOT_A_PICTURE, "not a JPEG, PNG, GIF or WebP picture (" + bytes.length + " bytes)"));
        if (!format.whole(bytes)) {
            throw truncated(format, bytes);
        }
        ImageInputStream stream = new ByteArrayImageInputStream(bytes);
        Warnings warnings = new Warnings();
        ImageReader reader = null;
        try {
            reader = READERS.get(format).createReaderInstance();
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(stream, false, true);
            BufferedImage image = read(reader);
            if (warnings.truncated) {
                throw truncated(format, bytes);
            }
            return Rgb.of(image);
        } catch (IOException | RuntimeException e) {
            throw new PictureException(
                    Reason.DAMAGED, "the " + format + " picture cannot be decoded: " + e.getMessage(), e);
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    private static BufferedImage read(ImageReader reader) throws IOException, PictureException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        long pixels = (long) width * height;
        if (pixels > MAX_PIXELS) {
            throw new PictureException(
                    Reason.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "%d x %d pixels are %.1f megapixels; at most %d are read",
                            width,
                            height,
                            pixels / 1e6,
                            MAX_PIXELS / 1_000_000));
        }
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(Math.max(1, width / ENOUGH), Math.max(1, height / ENOUGH), 0, 0);
        return reader.read(0, param);
    }

    private static PictureException truncated(PictureFormat format, byte[] bytes) {
        return new PictureException(
                Reason.TRUNCATED,
                "the " + format + " file is truncated: it ends after " + bytes.length
                        + " bytes, before the picture does");
    }

    private static Map<PictureFormat, ImageReaderSpi> readers() {
        Map<PictureFormat, ImageReaderSpi> found = new EnumMap<>(PictureFormat.class);
        for (PictureFormat format : PictureFormat.values()) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.reader());
            while (readers.hasNext()) {
                ImageReaderSpi spi = readers.next().getOriginatingProvider();
                if (!found.containsKey(format) || spi.getClass().getName().startsWith("com.twelvemonkeys.")) {
                    found.put(format, spi);
                }
            }
            if (!found.containsKey(format)) {
                throw new EngineException("no decoder for " + format + " on the class path");
            }
        }
        return found;
    }

    /** Remembers a decoder's warning that it made up missing data; other warnings are harmless. */
    private static final class Warnings implements IIOReadWarningListener {
        private boolean truncated;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            String text = warning.toLowerCase(Locale.ROOT);
            truncated |= text.contains("premature end") || text.contains("truncated");
        }
    }
}
