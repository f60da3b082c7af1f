package dev.roilab.data.image;

import dev.roilab.data.Pixels;

/**
 * Finds JPEG files whose scan ends early although the file has its end mark, as a broken transfer and a repair leave
 * them. OpenCV decodes such a file without a word: every block behind the end of the data has coefficients of 0 and
 * comes out mid grey.
 *
 * <p>A look at one pixel is enough for nearly every whole file: the last one is not that grey. Only where it is, a
 * second decoder that reports its warnings is asked. What is lost of a progressive file after its first scan leaves no
 * grey, only less detail; that is not found here, nor is a cut inside the very last block, but both are by
 * {@link JpegData}, which decodes every file once more.
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

    /** What one decoder reads and the other does not, without a word about the data, is no cut file. */
    private static boolean hasWarnings(byte[] file) {
        return !JpegData.complaints(file).lines().isEmpty();
    }
}
