package dev.roilab.data.image;

import dev.roilab.data.Turn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What an image file says of itself, found without decoding. The file's first bytes tell its kind; its name does not
 * matter.
 *
 * @param width of the stored rows
 * @param height of the stored columns
 * @param complete nothing is seen to be missing at the file's end
 * @param turn that the file asks viewers for
 * @param bits a channel
 * @param usual a file of the kind that nearly all data sets consist of; others are decoded to see whether they can be
 * @param frames 1, or more in an animation or a file of several pages
 */
public record ImageHeader(
        ImageFormat format, int width, int height, boolean complete, Turn turn, int bits, boolean usual, int frames) {
    /** Larger pictures are held to be mistakes or traps: decoded, this many pixels take 400 megabytes. */
    private static final long MOST_PIXELS = 1 << 27;

    /** Absent if the bytes are of no known kind, or end within the header. */
    public static Optional<ImageHeader> of(byte[] file) {
        try {
            return read(file);
        } catch (IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private static Optional<ImageHeader> read(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int start = bytes.getInt(0);
        if (start >>> 16 == 0xFFD8) {
            return JpegHeader.read(file);
        }
        return switch (start) {
            case 0x89504E47 -> PngHeader.read(bytes);
            case 0x47494638 -> GifHeader.read(bytes.order(ByteOrder.LITTLE_ENDIAN));
            case 0x52494646 -> WebpHeader.read(bytes.order(ByteOrder.LITTLE_ENDIAN));
            case 0x49492A00 -> TiffHeader.read(bytes.order(ByteOrder.LITTLE_ENDIAN));
            case 0x4D4D002A -> TiffHeader.read(bytes);
            default -> start >>> 16 == 0x424D ? bitmap(bytes.order(ByteOrder.LITTLE_ENDIAN)) : Optional.empty();
        };
    }

    /** A Windows bitmap; one of negative height has its rows from top to bottom. */
    private static Optional<ImageHeader> bitmap(ByteBuffer bytes) {
        boolean old = bytes.getInt(14) == 12;
        int width = old ? bytes.getShort(18) : bytes.getInt(18);
        int height = Math.abs(old ? bytes.getShort(20) : bytes.getInt(22));
        int bits = bytes.getShort(old ? 24 : 28);
        boolean packed = !old && bytes.getInt(30) != 0;
        long row = ((long) width * bits + 31) / 32 * 4;
        boolean complete = packed || bytes.getInt(10) + row * height <= bytes.capacity();
        return Optional.of(new ImageHeader(ImageFormat.BMP, width, height, complete, Turn.NONE, 8, false, 1));
    }

    /** What is wrong with the size, if no picture can be meant by it. */
    public Optional<String> sizeProblem() {
        if (width > 0 && height > 0 && (long) width * height <= MOST_PIXELS) {
            return Optional.empty();
        }
        // Only bitmaps have signed sides.
        boolean signed = format == ImageFormat.BMP;
        String size = signed
                ? width + " x " + height
                : Integer.toUnsignedString(width) + " x " + Integer.toUnsignedString(height);
        boolean none = signed ? width <= 0 || height <= 0 : width == 0 || height == 0;
        return Optional.of("its header says " + size
                + (none
                        ? ", which no picture can be; fetch it again"
                        : ", which is too large to be meant; remove or resize it"));
    }

    /** Width as viewers show the picture. */
    public int shownWidth() {
        return turn.swapsSides() ? height : width;
    }

    /** Height as viewers show the picture. */
    public int shownHeight() {
        return turn.swapsSides() ? width : height;
    }
}
