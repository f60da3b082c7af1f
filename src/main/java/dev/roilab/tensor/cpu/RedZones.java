package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
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

    /** Of many marks, and a byte more for those that begin in the middle of one. */
    private static final MemorySegment MARKS = marks();

    private final IdentityHashMap<Block, Long> used = new IdentityHashMap<>();

    /** @param bytes of the block that were asked for */
    void lay(Block block, long bytes) {
        MemorySegment all = block.withMargins();
        mark(all, 0, MARGIN);
        all.asSlice(MARGIN, bytes).fill(NAN);
        mark(all, MARGIN + bytes, all.byteSize());
        used.put(block, bytes);
    }

    private static void mark(MemorySegment all, long from, long to) {
        for (long at = from; at < to; at += MARGIN) {
            MemorySegment.copy(MARKS, at % 2, all, at, Math.min(MARGIN, to - at));
        }
    }

    /** The two bytes of 0x7fc5, in memory order: a NaN in 16 bits and, twice, in 32, which no arithmetic makes. */
    private static MemorySegment marks() {
        byte[] marks = new byte[(int) MARGIN + 1];
        for (int at = 0; at < marks.length; at++) {
            marks[at] = (byte) (at % 2 == 0 ? 0xc5 : 0x7f);
        }
        return MemorySegment.ofArray(marks);
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
        for (long at = from; at < to; at += MARGIN) {
            long count = Math.min(MARGIN, to - at);
            long wrong = MemorySegment.mismatch(all, at, at + count, MARKS, at % 2, at % 2 + count);
            if (wrong >= 0) {
                throw new IllegalStateException("something was written at byte " + (at + wrong - MARGIN)
                        + " of native memory of " + bytes + " bytes: outside it");
            }
        }
    }
}
