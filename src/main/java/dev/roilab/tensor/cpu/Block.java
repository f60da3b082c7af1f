package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A piece of native memory that ND4J allocated, seen from its first 64-byte boundary on. */
final class Block implements AutoCloseable {
    /** A cache line and an AVX-512 register. */
    static final int ALIGNMENT = 64;

    private final DataBuffer buffer;
    private final MemorySegment withMargins;
    private final MemorySegment memory;
    private int holders;

    /**
     * @param bytes a multiple of {@link #ALIGNMENT}
     * @param margin bytes of its own before and behind, a multiple of {@link #ALIGNMENT}
     */
    @SuppressWarnings("NullAway") // no ND4J workspace: the pool alone decides how long the memory lives
    Block(long bytes, long margin) {
        long all = bytes + 2 * margin;
        buffer = Nd4j.createBuffer(DataType.FLOAT, (all + ALIGNMENT) / Float.BYTES, false, null);
        long address = buffer.pointer().address();
        long aligned = (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        withMargins = MemorySegment.ofAddress(aligned).reinterpret(all);
        memory = withMargins.asSlice(margin, bytes);
    }

    MemorySegment memory() {
        return memory;
    }

    MemorySegment withMargins() {
        return withMargins;
    }

    long bytes() {
        return memory.byteSize();
    }

    /** One more tensor reads this memory. */
    void hold() {
        holders++;
    }

    /** Whether more than one tensor reads this memory. */
    boolean isShared() {
        return holders > 1;
    }

    /** One tensor less reads this memory; true for the last. */
    boolean release() {
        holders--;
        return holders == 0;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
