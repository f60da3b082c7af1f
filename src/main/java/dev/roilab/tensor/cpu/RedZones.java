package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.IdentityHashMap;

/**
 * Marks around and behind the blocks in use, in tests: who writes beyond the bytes that it asked for is found out. The
 * blocks themselves are full of NaN, and so are the marks, of another kind: who reads what nobody wrote is found out
 * too.
 */
final class RedZones {
    /** Before and behind a block: longer than the rows that a kernel takes too many of. */
    static final long MARGIN = 4096;

    private static final byte NAN = (byte) 0xff;

    /** The two bytes of 0x7fc5, in memory order: a NaN in 16 bits and, twice, in 32, which no arithmetic makes. */
    private static final byte[] MARK = {(byte) 0xc5, 0x7f};

    private final IdentityHashMap<Block, Long> used = new IdentityHashMap<>();

    /** @param bytes of the block that were asked for */
    void lay(Block block, long bytes) {
        MemorySegment all = block.withMargins();
        for (long at = 0; at < all.byteSize(); at++) {
            all.set(ValueLayout.JAVA_BYTE, at, MARK[(int) (at % 2)]);
        }
        block.memory().asSlice(0, bytes).fill(NAN);
        used.put(block, bytes);
    }

    /** @throws IllegalStateException if anything was written outside a block in use */
    void checkAll() {
        used.forEach(RedZones::check);
    }

    /** Checks a block for the last time. */
    void lift(Block block) {
        Long bytes = used.remove(block);
        if (bytes != null) {
            check(block, bytes);
        }
    }

    private static void check(Block block, long bytes) {
        MemorySegment all = block.withMargins();
        requireMarks(all, 0, MARGIN, bytes);
        requireMarks(all, MARGIN + bytes, all.byteSize(), bytes);
    }

    private static void requireMarks(MemorySegment all, long from, long to, long bytes) {
        for (long at = from; at < to; at++) {
            if (all.get(ValueLayout.JAVA_BYTE, at) != MARK[(int) (at % 2)]) {
                throw new IllegalStateException("something was written at byte " + (at - MARGIN)
                        + " of native memory of " + bytes + " bytes: outside it");
            }
        }
    }
}
