package dev.roilab.data.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
        Optional<List<String>> complaints = complaints(JpegHeader.withoutStrayBytes(file));
        Optional<Damage> damage = complaints.stream()
                .flatMap(List::stream)
                .filter(line -> line.startsWith(CORRUPT))
                .findFirst()
                .map(line -> new Damage(!line.contains(LEFT_OVER), line.substring(CORRUPT.length())));
        return new Look(complaints.isPresent(), damage);
    }

    /** Of the data alone: it reads the raster, without profiles and colour spaces. Absent where it cannot. */
    static Optional<List<String>> complaints(byte[] file) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        if (!readers.hasNext()) {
            return Optional.empty();
        }
        ImageReader reader = readers.next();
        List<String> complaints = new ArrayList<>();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((_, warning) -> complaints.add(warning));
            reader.readRaster(0, reader.getDefaultReadParam());
            return Optional.of(complaints);
        } catch (IOException _) {
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }
}
