package caravan.engine;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Samples of whatever layout to interleaved RGB. Samples are taken as they are stored: the JDK's own conversion would
 * brighten grey pictures, whose colour space it takes for linear.
 */
final class Rgb {
    private Rgb() {}

    static Picture of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[3 * width * height];
        Raster raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        if (colours instanceof IndexColorModel palette) {
            palette(raster, palette, rgb);
        } else if (interleaved(raster, colours)) {
            interleaved(raster, rgb);
        } else if (colours.getNumColorComponents() == 1 || colours.getNumColorComponents() == 3) {
            samples(raster, colours, rgb);
        } else {
            throw new IllegalArgumentException(colours.getNumColorComponents() + " colour components are not known");
        }
        return new Picture(width, height, rgb);
    }

    private static void palette(Raster raster, IndexColorModel palette, byte[] rgb) {
        int width = raster.getWidth();
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                int alpha = palette.getAlpha(index);
                rgb[to++] = onWhite(palette.getRed(index), alpha);
                rgb[to++] = onWhite(palette.getGreen(index), alpha);
                rgb[to++] = onWhite(palette.getBlue(index), alpha);
            }
        }
    }

    private static boolean interleaved(Raster raster, ColorModel colours) {
        return raster.getDataBuffer() instanceof DataBufferByte
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel
                && raster.getNumBands() == 3
                && colours.getNumColorComponents() == 3
                && raster.getParent() == null;
    }

    private static void interleaved(Raster raster, byte[] rgb) {
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
        DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
        byte[] data = buffer.getData();
        int[] bands = model.getBandOffsets();
        int stride = model.getPixelStride();
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            int from = buffer.getOffset() + y * model.getScanlineStride();
            for (int x = 0; x < raster.getWidth(); x++, from += stride) {
                rgb[to++] = data[from + bands[0]];
                rgb[to++] = data[from + bands[1]];
                rgb[to++] = data[from + bands[2]];
            }
        }
    }

    private static void samples(Raster raster, ColorModel colours, byte[] rgb) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int green = colours.getNumColorComponents() == 3 ? 1 : 0;
        int alphaBand = colours.hasAlpha() ? bands - 1 : -1;
        int[] row = new int[width * bands];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int at = 0; at < row.length; at += bands) {
                int alpha = alphaBand < 0 ? 255 : eightBits(row[at + alphaBand], raster, alphaBand);
                boolean premultiplied = colours.isAlphaPremultiplied();
                rgb[to++] = onWhite(eightBits(row[at], raster, 0), alpha, premultiplied);
                rgb[to++] = onWhite(eightBits(row[at + green], raster, green), alpha, premultiplied);
                rgb[to++] = onWhite(eightBits(row[at + 2 * green], raster, 2 * green), alpha, premultiplied);
            }
        }
    }

    private static int eightBits(int sample, Raster raster, int band) {
        int bits = raster.getSampleModel().getSampleSize(band);
        return bits > 8 ? sample >>> (bits - 8) : bits == 8 ? sample : sample * 255 / ((1 << bits) - 1);
    }

    private static byte onWhite(int value, int alpha) {
        return onWhite(value, alpha, false);
    }

    private static byte onWhite(int value, int alpha, boolean premultiplied) {
        return (byte) (premultiplied ? value + 255 - alpha : (value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
