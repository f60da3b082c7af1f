package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A shape and the pooled memory behind it. Tensors of rank 4 lie in memory with axis 1, the channels, innermost. */
final class CpuTensor implements Tensor {
    private final Shape shape;
    private final Block block;
    private final MemorySegment memory;
    private CpuScope owner;
    private boolean released;
    private @Nullable PackedWeights packed;

    CpuTensor(Shape shape, Block block, long bytes, CpuScope owner) {
        this.shape = shape;
        this.block = block;
        this.memory = block.memory().asSlice(0, bytes);
        this.owner = owner;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    long elements() {
        return memory.byteSize() / Float.BYTES;
    }

    /** The tensor's numbers, in memory order. */
    MemorySegment memory() {
        if (released) {
            throw new IllegalStateException("the tensor " + shape + " is used after its memory was given back");
        }
        return memory;
    }

    long address() {
        return memory().address();
    }

    Block block() {
        return block;
    }

    CpuScope owner() {
        return owner;
    }

    void moveTo(CpuScope scope) {
        owner = scope;
    }

    boolean released() {
        return released;
    }

    /** Marks the numbers as changed: copies in another layout are worthless from now on. */
    MemorySegment changed() {
        dropPacked();
        return memory();
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
    public INDArray toArray() {
        return Nd4j.create(toFloats(), shape.toLongs(), 'c');
    }

    @Override
    public float[] toFloats() {
        float[] values = memory().toArray(ValueLayout.JAVA_FLOAT);
        return shape.rank() == 4 ? Layout.toLogical(values, shape) : values;
    }

    @Override
    public void release() {
        if (!released) {
            dropPacked();
            released = true;
            owner.giveBack(this);
        }
    }
}
