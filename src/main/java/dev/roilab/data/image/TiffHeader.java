package dev.roilab.data.image;

import dev.roilab.data.Turn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The first directory of a TIFF file, or of an EXIF block, which is built like one (TIFF 6.0, section 2). */
final class TiffHeader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int ORIENTATION = 274;
    private static final int SHORT = 3;

    private TiffHeader() {}

    /** A directory entry; where it is, and how many values of which type it has. */
    private record Entry(int at, int type, int count) {}

    /** @param bytes in the file's order */
    static Optional<ImageHeader> read(ByteBuffer bytes) {
        int directory = bytes.getInt(4);
        Map<Integer, Entry> entries = entries(bytes, directory);
        if (!entries.containsKey(WIDTH) || !entries.containsKey(HEIGHT)) {
            return Optional.empty();
        }
        int next = bytes.getInt(directory + 2 + 12 * (bytes.getShort(directory) & 0xFFFF));
        return Optional.of(new ImageHeader(
                ImageFormat.TIFF,
                value(bytes, entries, WIDTH, 0),
                value(bytes, entries, HEIGHT, 0),
                true,
                Turn.of(value(bytes, entries, ORIENTATION, 1)),
                value(bytes, entries, BITS, 1),
                false,
                next == 0 ? 1 : 2));
    }

    private static Map<Integer, Entry> entries(ByteBuffer bytes, int directory) {
        Map<Integer, Entry> entries = new HashMap<>();
        int count = bytes.getShort(directory) & 0xFFFF;
        for (int i = 0; i < count; i++) {
            int at = directory + 2 + 12 * i;
            var entry = new Entry(at, bytes.getShort(at + 2), bytes.getInt(at + 4));
            entries.putIfAbsent(bytes.getShort(at) & 0xFFFF, entry);
        }
        return entries;
    }

    /** The first value of an entry; more than fit beside it are elsewhere in the file. */
    private static int value(ByteBuffer bytes, Map<Integer, Entry> entries, int tag, int otherwise) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return otherwise;
        }
        boolean isShort = entry.type() == SHORT;
        int at = entry.count() > (isShort ? 2 : 1) ? bytes.getInt(entry.at() + 8) : entry.at() + 8;
        return isShort ? bytes.getShort(at) & 0xFFFF : bytes.getInt(at);
    }

    /** What an EXIF block between two places of a file asks for; nothing where it is damaged. */
    static Turn turn(ByteBuffer file, int from, int to) {
        try {
            ByteBuffer bytes = file.slice(from, to - from);
            // WebP files of some programs repeat the name that JPEG has before the block.
            if (bytes.getInt(0) == 0x45786966) {
                bytes = bytes.slice(6, bytes.capacity() - 6);
            }
            if (bytes.getInt(0) == 0x49492A00) {
                bytes.order(ByteOrder.LITTLE_ENDIAN);
            } else if (bytes.getInt(0) != 0x4D4D002A) {
                return Turn.NONE;
            }
            return Turn.of(value(bytes, entries(bytes, bytes.getInt(4)), ORIENTATION, 1));
        } catch (IndexOutOfBoundsException _) {
            return Turn.NONE;
        }
    }

    /**
     * A TIFF file that asks for no turn, pixels unchanged: its decoder obeys the tag even when told not to.
     *
     * @param file a TIFF file
     */
    static byte[] unturned(byte[] file) {
        byte[] copy = file.clone();
        ByteBuffer bytes = ByteBuffer.wrap(copy);
        bytes.order(copy[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Entry entry = entries(bytes, bytes.getInt(4)).get(ORIENTATION);
        if (entry != null && entry.type() == SHORT) {
            bytes.putShort(entry.at() + 8, (short) 1);
        }
        return copy;
    }
}
