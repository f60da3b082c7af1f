package dev.roilab.data.image;

import dev.roilab.data.Pixels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Finds JPEG files whose scan ends early although the file has its end mark, as a broken transfer and a repair leave
 * them. OpenCV decodes such a file without a word: every block behind the end of the data has coefficients of 0 and
 * comes out mid grey.
 *
 * <p>A look at one pixel is enough for nearly every whole file: the last one is not that grey. Only where it is, a
 * second decoder that reports its warnings is asked. What is lost of a progressive file after its first scan leaves no
 * grey, only less detail; that is not found, nor is a cut inside the very last block.
 */
final class CutScan {
    /** Zero coefficients: the middle of the range in each channel. */
    private static final byte MID_GREY = (byte) 128;

    private CutScan() {}

    /** @param decoded of the same file */
    static boolean isIn(byte[] file, Pixels decoded) {
        return isJpeg(file) && endsMidGrey(decoded.rgb()) && hasWarnings(file);
    }

    private static boolean isJpeg(byte[] file) {
        return file.length > 2 && file[0] == (byte) 0xFF && file[1] == (byte) 0xD8;
    }

    private static boolean endsMidGrey(byte[] rgb) {
        int last = rgb.length - 3;
        return rgb[last] == MID_GREY && rgb[last + 1] == MID_GREY && rgb[last + 2] == MID_GREY;
    }

    /** Of the entropy-coded data alone: it reads the raster, without profiles and colour spaces. */
    private static boolean hasWarnings(byte[] file) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        if (!readers.hasNext()) {
            return false;
        }
        ImageReader reader = readers.next();
        var warned = new AtomicBoolean();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((_, _) -> warned.set(true));
            reader.readRaster(0, reader.getDefaultReadParam());
        } catch (IOException _) {
            // What one decoder reads and the other does not is no cut file.
            return false;
        } finally {
            reader.dispose();
        }
        return warned.get();
    }
}
