package dev.roilab.data.image;

import dev.roilab.data.Turn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** The chunks of a PNG file (ISO/IEC 15948). */
public final class PngHeader {
    /** Line ends of all systems, so that a transfer as text shows. */
    private static final int SIGNATURE_END = 0x0D0A1A0A;

    private static final int FIRST_CHUNK = 8;
    private static final int END = 0x49454E44;
    private static final int ANIMATION = 0x6163544C;
    private static final int EXIF = 0x65584966;

    /** No deflated byte stands for more than this many: a match of 258 takes two bits. */
    private static final long MOST_INFLATED = 1032;

    private PngHeader() {}

    static Optional<ImageHeader> read(ByteBuffer bytes) {
        if (bytes.getInt(4) != SIGNATURE_END) {
            return Optional.empty();
        }
        int width = bytes.getInt(16);
        int height = bytes.getInt(20);
        int bits = bytes.get(24);
        boolean ended = false;
        Turn turn = Turn.NONE;
        int frames = 1;
        long at = FIRST_CHUNK;
        while (!ended && at + 12 <= bytes.capacity()) {
            int chunk = (int) at;
            long length = bytes.getInt(chunk) & 0xFFFFFFFFL;
            long next = at + 12 + length;
            switch (bytes.getInt(chunk + 4)) {
                case END -> ended = length == 0;
                case ANIMATION -> frames = Math.max(1, bytes.getInt(chunk + 8));
                case EXIF -> turn = TiffHeader.turn(bytes, chunk + 8, (int) Math.min(next, bytes.capacity()));
                default -> {
                    // Of no meaning for the size.
                }
            }
            at = next;
        }
        boolean complete = (ended || endsLater(bytes)) && fits(width, height, bits, bytes.get(25), bytes.capacity());
        return Optional.of(new ImageHeader(
                ImageFormat.PNG, width, height, complete, turn, bits, bits <= 8 && frames == 1, frames));
    }

    /**
     * The first chunk whose checksum does not fit: decoders read on with a warning, and the pixels may be others.
     *
     * @param file with a whole header
     */
    public static Optional<String> damage(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int at = FIRST_CHUNK;
        while (at + 12 <= file.length) {
            int type = bytes.getInt(at + 4);
            String name = new String(file, at + 4, 4, StandardCharsets.US_ASCII);
            long length = bytes.getInt(at) & 0xFFFFFFFFL;
            if (length > file.length - 12 - at) {
                return Optional.of("damaged: the length of one of its chunks does not fit; fetch it again");
            }
            var checksum = new CRC32();
            checksum.update(file, at + 4, (int) length + 4);
            if ((int) checksum.getValue() != bytes.getInt(at + 8 + (int) length)) {
                return Optional.of(
                        "damaged: the checksum of its %s chunk does not fit; fetch it again".formatted(name));
            }
            if (type == END) {
                break;
            }
            at += 12 + (int) length;
        }
        return Optional.empty();
    }

    /** For files with a wrong length in some chunk: the empty end chunk may be anywhere. */
    private static boolean endsLater(ByteBuffer bytes) {
        for (int i = bytes.capacity() - 12; i >= FIRST_CHUNK; i--) {
            if (bytes.getInt(i) == 0 && bytes.getInt(i + 4) == END) {
                return true;
            }
        }
        return false;
    }

    /** Whether a file of this length can hold as many pixels as it says. */
    private static boolean fits(int width, int height, int bits, int colour, int length) {
        long row = ((long) width * channels(colour) * bits + 7) / 8 + 1;
        return row * height / MOST_INFLATED <= length;
    }

    /** Of a type of colour: grey or palette, RGB, grey and alpha, RGB and alpha. */
    static int channels(int colour) {
        return switch (colour) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }
}
