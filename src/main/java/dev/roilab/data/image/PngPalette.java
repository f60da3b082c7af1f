package dev.roilab.data.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The colours of PNG files with a palette (ISO/IEC 15948, colour type 3). Pixels of a colour that the palette does not
 * have are against the format; libpng makes them black without a word. Java's reader hands on the numbers as they are
 * stored.
 */
public final class PngPalette {
    private static final int PALETTE = 0x504C5445;
    private static final int INDEXED = 3;

    private PngPalette() {}

    /**
     * What is wrong with the numbers of the pixels' colours.
     *
     * @param file whose chunks, checksums and rows are good
     */
    public static Optional<String> damage(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (bytes.get(25) != INDEXED) {
            return Optional.empty();
        }
        int colours = colours(bytes);
        return colours >= 1 << bytes.get(24)
                ? Optional.empty()
                : stored(file).flatMap(raster -> beyond(raster, colours));
    }

    private static int colours(ByteBuffer bytes) {
        int at = chunk(bytes);
        return at + 12 <= bytes.capacity() ? bytes.getInt(at) / 3 : 0;
    }

    private static int chunk(ByteBuffer bytes) {
        int at = 8;
        while (at + 12 <= bytes.capacity() && bytes.getInt(at + 4) != PALETTE) {
            at += 12 + bytes.getInt(at);
        }
        return at;
    }

    /** The colours, {@code 0xRRGGBB}, of a file that has a palette. */
    static int[] of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int start = chunk(bytes) + 8;
        int[] palette = new int[colours(bytes)];
        for (int i = 0; i < palette.length; i++) {
            int at = start + 3 * i;
            palette[i] = (file[at] & 0xFF) << 16 | (file[at + 1] & 0xFF) << 8 | (file[at + 2] & 0xFF);
        }
        return palette;
    }

    /** Absent where Java cannot read it; what is wrong then is found by the decoder that is used. */
    static Optional<Raster> stored(byte[] file) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
        if (!readers.hasNext()) {
            return Optional.empty();
        }
        ImageReader reader = readers.next();
        try (ImageInputStream stream =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(PngData.ofPixels(file)))) {
            reader.setInput(stream, true, true);
            return Optional.of(reader.read(0).getRaster());
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    private static Optional<String> beyond(Raster raster, int colours) {
        int[] row = new int[raster.getWidth()];
        String first = "";
        long count = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                if (row[x] >= colours) {
                    first = count == 0 ? "colour %d at %d, %d".formatted(row[x], x, y) : first;
                    count++;
                }
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        "damaged: %d of its %d pixels are of colours beyond its palette of %d (first %s) and would"
                                        .formatted(count, (long) row.length * raster.getHeight(), colours, first)
                                + " be black; fetch it again or write it anew");
    }
}
