package dev.roilab.data.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What libjpeg complains about when it decodes the entropy-coded data of a JPEG file. OpenCV passes over such data
 * without a word of its own; Java's reader, the same library, hands its warnings on.
 */
public final class JpegData {
    /** Of libjpeg's warnings, those about data that contradict themselves; others are about the header. */
    private static final String CORRUPT = "Corrupt JPEG data: ";

    private static final String LEFT_OVER = "extraneous bytes";
    private static final Pattern BEFORE_END = Pattern.compile(CORRUPT + "(\\d+) extraneous bytes before marker 0xd9");

    /** Bytes that libjpeg reads ahead, at most. */
    private static final int BUFFERED = 8;

    private JpegData() {}

    /**
     * What is wrong with the data.
     *
     * @param lost pixels are known to be missing or wrong; else bytes were left over, as padding leaves them, too
     * @param text in libjpeg's words
     */
    public record Damage(boolean lost, String text) {}

    /**
     * What decoding a JPEG file shows.
     *
     * @param known false for the few kinds of JPEG that only OpenCV decodes
     */
    public record Look(boolean known, Optional<Damage> damage) {}

    /** Decodes a JPEG file. */
    public static Look look(byte[] file) {
        byte[] clean = JpegHeader.withoutStrayBytes(file);
        Complaints complaints = complaints(clean);
        Optional<Damage> damage = complaints.lines().stream()
                .filter(line -> line.startsWith(CORRUPT))
                .findFirst()
                .map(line -> new Damage(!line.contains(LEFT_OVER), line.substring(CORRUPT.length())));
        if (damage.filter(Damage::lost).isEmpty() && JpegHeader.startsAnew(clean)) {
            damage = Optional.of(new Damage(true, "another picture starts before the mark of its end"));
        }
        return new Look(complaints.finished(), damage);
    }

    /** What kind of JPEG a file is, in words, where that is one that is not read. */
    public static Optional<String> foreignCoding(byte[] file) {
        return JpegHeader.foreignCoding(file);
    }

    /**
     * The file without the bytes that are left over behind its last row, of which libjpeg complains on the terminal
     * each time. The same array where that would not end the complaints, or change what is decoded.
     */
    public static byte[] withoutLeftOver(byte[] file) {
        byte[] clean = JpegHeader.withoutStrayBytes(file);
        int left = complaints(clean).lines().stream()
                .map(BEFORE_END::matcher)
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElse(0);
        int end = JpegHeader.endOfScan(clean);
        // The two versions of libjpeg count bytes otherwise that are in the buffer of bits.
        for (int kept = 0; end > 0 && kept <= BUFFERED && left - kept > 0; kept++) {
            int cut = end - (left - kept);
            byte[] shorter = Arrays.copyOf(clean, clean.length - (left - kept));
            System.arraycopy(clean, end, shorter, cut, clean.length - end);
            Complaints others = complaints(shorter);
            if (others.finished() && others.lines().isEmpty()) {
                return shorter;
            }
        }
        return file;
    }

    /**
     * What was said until the last row was there, or the reader gave up.
     *
     * @param finished false where it gave up, or there is none
     */
    record Complaints(boolean finished, List<String> lines) {
        Complaints {
            lines = List.copyOf(lines);
        }
    }

    /** Of the data alone: it reads the raster, without profiles and colour spaces. */
    static Complaints complaints(byte[] file) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        if (!readers.hasNext()) {
            return new Complaints(false, List.of());
        }
        ImageReader reader = readers.next();
        List<String> lines = new ArrayList<>();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((_, warning) -> lines.add(warning));
            reader.readRaster(0, reader.getDefaultReadParam());
            return new Complaints(true, lines);
        } catch (IOException _) {
            // Of data that end early it complains first, and gives up at what it finds behind them.
            return new Complaints(false, lines);
        } finally {
            reader.dispose();
        }
    }
}
