package dev.roilab.data.image;

import dev.roilab.data.Turn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The marker segments of a JPEG file (ITU-T T.81, annex B). */
final class JpegHeader {
    private static final int START_OF_IMAGE = 0xD8;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APPLICATION_1 = 0xE1;
    private static final long EXIF = 0x457869660000L;

    private JpegHeader() {}

    /** Walks the segments up to the first start of frame. */
    static Optional<ImageHeader> read(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        Turn turn = Turn.NONE;
        boolean stray = false;
        for (int at = 2; ; ) {
            int next = marker(file, at);
            stray |= next > at;
            int marker = file[next + 1] & 0xFF;
            if (isStartOfFrame(marker)) {
                int bits = bytes.get(next + 4);
                boolean usual = !stray && marker <= 0xC2 && bits == 8 && bytes.get(next + 9) != 4;
                return Optional.of(new ImageHeader(
                        ImageFormat.JPEG,
                        bytes.getShort(next + 7) & 0xFFFF,
                        bytes.getShort(next + 5) & 0xFFFF,
                        isComplete(file, next),
                        turn,
                        bits,
                        usual,
                        1));
            }
            if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                return Optional.empty();
            }
            if (marker == APPLICATION_1 && turn == Turn.NONE && bytes.getLong(next + 4) >>> 16 == EXIF) {
                turn = TiffHeader.turn(bytes, next + 10, segmentEnd(bytes, next));
            }
            at = segmentEnd(bytes, next);
        }
    }

    /** Where the next marker begins, behind bytes that belong to nothing and fill bytes. */
    static int marker(byte[] file, int from) {
        int at = from;
        while (file[at] != (byte) 0xFF || file[at + 1] == 0 || file[at + 1] == (byte) 0xFF) {
            at++;
        }
        return at;
    }

    /** Markers without a length stand alone: TEM, the restarts and SOI. */
    static int segmentEnd(ByteBuffer bytes, int marker) {
        int code = bytes.get(marker + 1) & 0xFF;
        if (code == 0x01 || (code >= 0xD0 && code <= 0xD8)) {
            return marker + 2;
        }
        return marker + 2 + Math.max(2, bytes.getShort(marker + 2) & 0xFFFF);
    }

    /** C0 to CF without the tables (C4, CC) and the reserved C8. */
    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /**
     * What is unusual about the way a JPEG file is coded, where that is of a kind that is not read (T.81, table B.1);
     * their data cannot be checked, or not be decoded at all.
     */
    static Optional<String> foreignCoding(byte[] file) {
        try {
            for (int at = 2; ; ) {
                int next = marker(file, at);
                int marker = file[next + 1] & 0xFF;
                if (isStartOfFrame(marker)) {
                    return Optional.ofNullable(coding(marker, file[next + 4]));
                }
                at = segmentEnd(ByteBuffer.wrap(file), next);
            }
        } catch (IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private static @Nullable String coding(int marker, int bits) {
        return switch (marker & 0xF) {
            case 0x3, 0xB -> "a lossless JPEG";
            case 0x5, 0x6, 0x7, 0xD, 0xE, 0xF -> "a hierarchical JPEG";
            case 0x9, 0xA -> "a JPEG with arithmetic coding";
            default -> bits == 8 ? null : "a JPEG of " + bits + " bits a channel";
        };
    }

    /** Whether an end of image follows; behind the frame's start it cannot be that of an embedded preview. */
    private static boolean isComplete(byte[] file, int frame) {
        for (int i = file.length - 2; i > frame; i--) {
            if (file[i] == (byte) 0xFF && file[i + 1] == (byte) END_OF_IMAGE) {
                return true;
            }
        }
        return false;
    }

    /**
     * The file without the bytes between its segments that belong to none: libjpeg passes over them as well, but
     * complains on the terminal. The same array where there are none.
     */
    static byte[] withoutStrayBytes(byte[] file) {
        if (file.length < 4 || file[0] != (byte) 0xFF || file[1] != (byte) 0xD8) {
            return file;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        var clean = new ByteArrayOutputStream(file.length);
        clean.write(file, 0, 2);
        try {
            int at = 2;
            while (true) {
                int next = marker(file, at);
                int code = file[next + 1] & 0xFF;
                if (code == START_OF_SCAN || code == END_OF_IMAGE) {
                    clean.write(file, next, file.length - next);
                    return clean.size() == file.length ? file : clean.toByteArray();
                }
                at = segmentEnd(bytes, next);
                clean.write(file, next, at - next);
            }
        } catch (IndexOutOfBoundsException _) {
            return file;
        }
    }

    /** Where the end of the image stands behind the first scan; -1 where another marker comes first, or none. */
    static int endOfScan(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        try {
            int at = marker(file, 2);
            while ((file[at + 1] & 0xFF) != START_OF_SCAN) {
                at = marker(file, segmentEnd(bytes, at));
            }
            do {
                at = marker(file, segmentEnd(bytes, at));
            } while (isRestart(file[at + 1] & 0xFF));
            return (file[at + 1] & 0xFF) == END_OF_IMAGE ? at : -1;
        } catch (IndexOutOfBoundsException _) {
            return -1;
        }
    }

    /**
     * Whether another picture starts before the mark of this one's end: its data ended early, and a preview or another
     * file follows. What stands inside a segment, as the preview of EXIF does, is passed over, and so is what follows
     * the end.
     */
    static boolean startsAnew(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        try {
            int at = marker(file, 2);
            while ((file[at + 1] & 0xFF) != END_OF_IMAGE && (file[at + 1] & 0xFF) != START_OF_IMAGE) {
                at = marker(file, segmentEnd(bytes, at));
            }
            return (file[at + 1] & 0xFF) == START_OF_IMAGE;
        } catch (IndexOutOfBoundsException _) {
            return false;
        }
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }
}
