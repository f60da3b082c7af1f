package dev.roilab.data.image;

import dev.roilab.data.Turn;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The chunks of a WebP file (RFC 9649). */
final class WebpHeader {
    private static final int WEBP = 0x50424557;
    private static final int LOSSY = 0x20385056;
    private static final int LOSSLESS = 0x4C385056;
    private static final int EXTENDED = 0x58385056;
    private static final int FRAME = 0x464D4E41;
    private static final int EXIF = 0x46495845;

    private WebpHeader() {}

    /** @param bytes in little-endian order */
    static Optional<ImageHeader> read(ByteBuffer bytes) {
        if (bytes.getInt(8) != WEBP) {
            return Optional.empty();
        }
        int width;
        int height;
        switch (bytes.getInt(12)) {
            case LOSSY -> {
                width = bytes.getShort(26) & 0x3FFF;
                height = bytes.getShort(28) & 0x3FFF;
            }
            case LOSSLESS -> {
                int sides = bytes.getInt(21);
                width = (sides & 0x3FFF) + 1;
                height = (sides >>> 14 & 0x3FFF) + 1;
            }
            case EXTENDED -> {
                width = (bytes.getInt(24) & 0xFFFFFF) + 1;
                height = (bytes.getInt(26) >>> 8) + 1;
            }
            default -> {
                return Optional.empty();
            }
        }
        boolean complete = (bytes.getInt(4) & 0xFFFFFFFFL) + 8 <= bytes.capacity();
        return Optional.of(withChunks(bytes, width, height, complete));
    }

    private static ImageHeader withChunks(ByteBuffer bytes, int width, int height, boolean complete) {
        Turn turn = Turn.NONE;
        int frames = 0;
        long at = 12;
        while (at + 8 <= bytes.capacity()) {
            int chunk = (int) at;
            long length = bytes.getInt(chunk + 4) & 0xFFFFFFFFL;
            long next = at + 8 + length + (length & 1);
            switch (bytes.getInt(chunk)) {
                case FRAME -> frames++;
                case EXIF -> turn = TiffHeader.turn(bytes, chunk + 8, (int) Math.min(next, bytes.capacity()));
                default -> {
                    // Of no meaning for the size.
                }
            }
            at = next;
        }
        return new ImageHeader(ImageFormat.WEBP, width, height, complete, turn, 8, false, Math.max(1, frames));
    }
}
