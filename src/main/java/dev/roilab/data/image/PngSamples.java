package dev.roilab.data.image;

import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The pixels of a PNG file as it stores them, which a decoder to RGB does not tell: indices of a palette, grey values,
 * colours.
 *
 * @param kind what the values are
 * @param bits a channel
 * @param values row by row: indices, grey values, or {@code 0xRRGGBB}; of 16 bits a channel as they are if grey, and
 *     the upper 8 of each if of colours
 * @param palette {@code 0xRRGGBB} of each index; empty where there is none
 * @param opaque false if some pixel is to let something through
 */
@SuppressWarnings("ArrayRecordComponent") // made to be read once
public record PngSamples(int width, int height, Kind kind, int bits, int[] values, int[] palette, boolean opaque) {
    /** What the values of pixels are. */
    public enum Kind {
        INDEX,
        GREY,
        COLOUR
    }

    private static final int INDEXED = 3;
    private static final int GREY_ALPHA = 2;
    private static final int ALPHA = 4;

    /**
     * Reads them; absent where the rows cannot be made sense of.
     *
     * @param file a PNG whose chunks, checksums and rows are good
     */
    public static Optional<PngSamples> of(byte[] file) {
        return PngPalette.stored(PngData.opaque(file)).map(raster -> of(file, raster));
    }

    private static PngSamples of(byte[] file, Raster raster) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int width = raster.getWidth();
        int height = raster.getHeight();
        int bands = raster.getNumBands();
        int shift = bands > GREY_ALPHA && bytes.get(24) > 8 ? 8 : 0;
        int most = (1 << bytes.get(24)) - 1;
        int[] values = new int[Math.multiplyExact(width, height)];
        int[] row = new int[width * bands];
        boolean opaque = true;
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int at = x * bands;
                values[y * width + x] = bands <= GREY_ALPHA
                        ? row[at]
                        : row[at] >> shift << 16 | row[at + 1] >> shift << 8 | row[at + 2] >> shift;
                opaque &= (bands != GREY_ALPHA && bands != ALPHA) || row[at + bands - 1] == most;
            }
        }
        boolean indexed = bytes.get(25) == INDEXED;
        Kind kind = indexed ? Kind.INDEX : bands <= GREY_ALPHA ? Kind.GREY : Kind.COLOUR;
        return new PngSamples(
                width, height, kind, bytes.get(24), values, indexed ? PngPalette.of(file) : new int[0], opaque);
    }

    /** Whether each pixel has three equal channels, as grey pictures have that were saved in colours. */
    public boolean isGreyInColours() {
        for (int value : values) {
            if ((value & 0xFF) != (value >> 8 & 0xFF) || (value & 0xFF) != value >> 16) {
                return false;
            }
        }
        return kind == Kind.COLOUR;
    }
}
