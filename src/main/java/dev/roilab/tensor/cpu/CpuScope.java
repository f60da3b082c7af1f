package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors made while this scope was the innermost; they share one pool with all others. */
final class CpuScope implements Scope {
    private final TensorMemory memory;
    private final @Nullable CpuScope parent;
    private final Set<CpuTensor> tensors = new LinkedHashSet<>();
    private boolean closed;

    CpuScope(TensorMemory memory, @Nullable CpuScope parent) {
        this.memory = memory;
        this.parent = parent;
    }

    @Nullable
    CpuScope parent() {
        return parent;
    }

    void own(CpuTensor tensor) {
        tensors.add(tensor);
    }

    void giveBack(CpuTensor tensor) {
        tensors.remove(tensor);
        memory.giveBack(tensor.block());
    }

    /** Another block of the same size for one of the tensors that share {@code shared}. */
    Block replace(Block shared) {
        Block own = memory.acquire(shared.bytes());
        memory.giveBack(shared);
        return own;
    }

    /** A tensor of an enclosing scope survives anyway and is returned as it is. */
    @Override
    public Tensor keep(Tensor tensor) {
        if (!(tensor instanceof CpuTensor kept)) {
            throw new IllegalArgumentException("a tensor of another engine cannot be kept: " + tensor.shape());
        }
        if (kept.released() || closed) {
            throw new IllegalStateException("the tensor " + kept.shape() + " is kept after its memory was given back");
        }
        if (parent == null) {
            return kept;
        }
        if (tensors.remove(kept)) {
            kept.moveTo(parent);
            parent.own(kept);
        }
        return kept;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.leave(this);
            List.copyOf(tensors).forEach(CpuTensor::release);
        }
    }
}
