package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import dev.roilab.tensor.ScopedTensor;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A shape and the pooled memory behind it. Tensors of rank 4 lie in memory with axis 1, the channels, innermost. */
final class CpuTensor extends ScopedTensor {
    private final Precision precision;
    private final TensorMemory pool;
    private Block block;
    private MemorySegment memory;
    private @Nullable PackedWeights packed;

    CpuTensor(Shape shape, Precision precision, Block block, long bytes, TensorMemory pool) {
        super(shape);
        this.precision = precision;
        this.block = block;
        this.memory = block.memory().asSlice(0, bytes);
        this.pool = pool;
    }

    /** How each number is stored. */
    Precision precision() {
        return precision;
    }

    long elements() {
        return shape().elements();
    }

    /** The tensor's numbers, in memory order. */
    MemorySegment memory() {
        requireMemory();
        return memory;
    }

    /** The memory and how it is to be read. */
    Numbers numbers() {
        return new Numbers(memory(), precision);
    }

    long address() {
        return memory().address();
    }

    Block block() {
        return block;
    }

    /**
     * The numbers for writing. Copies in another layout are worthless from now on, and a view of this tensor, or the
     * tensor that it views, keeps what it shows.
     */
    MemorySegment changed() {
        dropPacked();
        if (block.isShared()) {
            moveToOwnBlock();
        }
        return memory();
    }

    private void moveToOwnBlock() {
        Block shared = block;
        block = pool.replace(shared);
        MemorySegment numbers = block.memory().asSlice(0, memory.byteSize());
        memory = numbers.copyFrom(memory);
    }

    /** The copy of this tensor in the layout that a convolution wants, from before; null if there is none. */
    @Nullable
    PackedWeights packed() {
        return packed;
    }

    void pack(PackedWeights weights) {
        packed = weights;
    }

    private void dropPacked() {
        PackedWeights dropped = packed;
        packed = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    @Override
    public float[] toFloats() {
        float[] values = Bfloats.read(memory(), precision, 0, Math.toIntExact(elements()));
        return shape().rank() == 4 ? Layout.toLogical(values, shape()) : values;
    }

    @Override
    protected void free() {
        dropPacked();
        pool.giveBack(block);
    }
}
