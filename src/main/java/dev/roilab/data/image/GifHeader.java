package dev.roilab.data.image;

import dev.roilab.data.Turn;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The blocks of a GIF file (GIF89a specification). */
final class GifHeader {
    private static final int IMAGE = 0x2C;
    private static final int EXTENSION = 0x21;
    private static final int TRAILER = 0x3B;

    private GifHeader() {}

    /** @param bytes in little-endian order */
    static Optional<ImageHeader> read(ByteBuffer bytes) {
        int frames = 0;
        int at = 13 + palette(bytes.get(10));
        boolean ended = false;
        while (!ended && at < bytes.capacity()) {
            switch (bytes.get(at)) {
                case IMAGE -> {
                    frames++;
                    at = behindBlocks(bytes, at + 11 + palette(bytes.get(at + 9)));
                }
                case EXTENSION -> at = behindBlocks(bytes, at + 2);
                case TRAILER -> ended = true;
                default -> at = bytes.capacity();
            }
        }
        return Optional.of(new ImageHeader(
                ImageFormat.GIF,
                bytes.getShort(6) & 0xFFFF,
                bytes.getShort(8) & 0xFFFF,
                ended,
                Turn.NONE,
                8,
                false,
                Math.max(1, frames)));
    }

    /** Bytes of the colour table that these flags announce. */
    private static int palette(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int behindBlocks(ByteBuffer bytes, int from) {
        int at = from;
        while (at < bytes.capacity() && bytes.get(at) != 0) {
            at += 1 + (bytes.get(at) & 0xFF);
        }
        return at + 1;
    }
}
