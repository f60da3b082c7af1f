package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** A copy of a weight tensor in the form that an operation reads fastest; it lives until the weights change. */
final class PackedWeights implements AutoCloseable {
    private final TensorMemory memory;
    private final memory.@Nullable desc layout;
    private final @Nullable WinogradTransform transform;
    private final Block block;
    private final long bytes;

    /** @param layout copied, because the primitive that it belongs to may be dropped earlier */
    PackedWeights(TensorMemory memory, memory.desc layout) {
        this.memory = memory;
        this.layout = new memory.desc(layout);
        this.transform = null;
        this.bytes = layout.get_size();
        this.block = memory.acquire(bytes);
    }

    /** The points of kernels. */
    PackedWeights(TensorMemory memory, long bytes, WinogradTransform transform) {
        this.memory = memory;
        this.layout = null;
        this.transform = transform;
        this.bytes = bytes;
        this.block = memory.acquire(bytes);
    }

    boolean isIn(memory.desc wanted) {
        return layout != null && layout.equals(wanted);
    }

    boolean isFor(WinogradTransform wanted) {
        return transform == wanted;
    }

    long address() {
        return memory().address();
    }

    MemorySegment memory() {
        return block.memory().asSlice(0, bytes);
    }

    @Override
    public void close() {
        if (layout != null) {
            layout.deallocate();
        }
        memory.giveBack(block);
    }
}
