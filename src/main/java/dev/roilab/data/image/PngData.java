package dev.roilab.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The compressed rows of a PNG file (ISO/IEC 15948), looked at before libpng, which complains on the terminal. */
public final class PngData {
    private static final int FIRST_CHUNK = 8;
    private static final int HEADER = 0x49484452;
    private static final int PALETTE = 0x504C5445;
    private static final int TRANSPARENCY = 0x74524E53;
    private static final int DATA = 0x49444154;
    private static final int END = 0x49454E44;

    /** What the pixels depend on; colour profiles, gamma and the like are not applied. */
    private static final Set<Integer> OF_PIXELS = Set.of(HEADER, PALETTE, TRANSPARENCY, DATA, END);

    private static final Set<Integer> OPAQUE = Set.of(HEADER, PALETTE, DATA, END);

    /** First column and row, and the steps, of the seven passes of an interlaced file. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private PngData() {}

    /**
     * The file without the chunks that say nothing of its pixels. The same array where there are none, and of files
     * that are no PNG or whose chunks do not fit.
     */
    static byte[] ofPixels(byte[] file) {
        return with(OF_PIXELS, file);
    }

    /** The same without what lets anything through, so that colours below it are read. */
    static byte[] opaque(byte[] file) {
        return with(OPAQUE, file);
    }

    private static byte[] with(Set<Integer> chunks, byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length < FIRST_CHUNK + 12 || bytes.getInt(0) != 0x89504E47 || bytes.getInt(12) != HEADER) {
            return file;
        }
        var clean = new ByteArrayOutputStream(file.length);
        clean.write(file, 0, FIRST_CHUNK);
        for (long at = FIRST_CHUNK; at + 12 <= file.length; ) {
            int chunk = (int) at;
            long next = at + 12 + (bytes.getInt(chunk) & 0xFFFFFFFFL);
            if (next > file.length) {
                return file;
            }
            if (chunks.contains(bytes.getInt(chunk + 4))) {
                clean.write(file, chunk, (int) next - chunk);
            }
            if (bytes.getInt(chunk + 4) == END) {
                return clean.size() == file.length ? file : clean.toByteArray();
            }
            at = next;
        }
        return file;
    }

    /**
     * What is wrong with the compressed rows: they cannot be unpacked, or are too few.
     *
     * @param file whose header and checksums are good
     */
    public static Optional<String> damage(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        var inflater = new Inflater();
        try {
            var buffer = new byte[1 << 16];
            long unpacked = 0;
            for (int at = FIRST_CHUNK; at + 12 <= file.length && !inflater.finished(); ) {
                int length = bytes.getInt(at);
                if (bytes.getInt(at + 4) == DATA) {
                    inflater.setInput(file, at + 8, length);
                    unpacked += unpacked(inflater, buffer);
                }
                at += 12 + length;
            }
            return unpacked < expected(bytes)
                    ? Optional.of("damaged: its data end before its last row; fetch it again")
                    : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.of("damaged: its data cannot be unpacked (" + e.getMessage() + "); fetch it again");
        } finally {
            inflater.end();
        }
    }

    private static long unpacked(Inflater inflater, byte[] buffer) throws DataFormatException {
        long all = 0;
        while (!inflater.needsInput() && !inflater.finished() && !inflater.needsDictionary()) {
            all += inflater.inflate(buffer);
        }
        return all;
    }

    /** Bytes of all rows, each with the byte that names its filter. */
    private static long expected(ByteBuffer bytes) {
        int width = bytes.getInt(16);
        int height = bytes.getInt(20);
        long bits = (long) bytes.get(24) * PngHeader.channels(bytes.get(25));
        if (bytes.get(28) == 0) {
            return height * ((width * bits + 7) / 8 + 1);
        }
        long all = 0;
        for (int[] pass : PASSES) {
            int columns = (width - pass[0] + pass[2] - 1) / pass[2];
            int rows = (height - pass[1] + pass[3] - 1) / pass[3];
            all += columns > 0 && rows > 0 ? rows * ((columns * bits + 7) / 8 + 1) : 0;
        }
        return all;
    }
}
