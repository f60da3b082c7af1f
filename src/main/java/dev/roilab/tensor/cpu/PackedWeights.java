package dev.roilab.tensor.cpu;

import org.bytedeco.dnnl.memory;

/** A copy of a weight tensor in a layout of oneDNN's choice; it lives until the weights change. */
final class PackedWeights implements AutoCloseable {
    private final TensorMemory memory;
    private final memory.desc layout;
    private final Block block;

    /** @param layout copied, because the primitive that it belongs to may be dropped earlier */
    PackedWeights(TensorMemory memory, memory.desc layout) {
        this.memory = memory;
        this.layout = new memory.desc(layout);
        this.block = memory.acquire(layout.get_size());
    }

    boolean isIn(memory.desc wanted) {
        return layout.equals(wanted);
    }

    long address() {
        return block.memory().address();
    }

    @Override
    public void close() {
        layout.deallocate();
        memory.giveBack(block);
    }
}
