package dev.roilab.tensor.torch;

import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors made while this scope was the innermost. */
final class TorchScope implements Scope {
    private final TorchMemory memory;
    private final @Nullable TorchScope parent;
    private final Set<TorchTensor> tensors = new LinkedHashSet<>();
    private boolean closed;

    TorchScope(TorchMemory memory, @Nullable TorchScope parent) {
        this.memory = memory;
        this.parent = parent;
    }

    @Nullable
    TorchScope parent() {
        return parent;
    }

    void own(TorchTensor tensor) {
        tensors.add(tensor);
    }

    void giveBack(TorchTensor tensor) {
        tensors.remove(tensor);
        memory.gone(tensor.bytes());
    }

    /** A tensor of an enclosing scope survives anyway and is returned as it is. */
    @Override
    public Tensor keep(Tensor tensor) {
        TorchTensor kept = TorchMemory.own(tensor);
        if (kept.released() || closed) {
            throw new IllegalStateException("the tensor " + kept.shape() + " is kept after its memory was given back");
        }
        if (parent != null && tensors.remove(kept)) {
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
            List.copyOf(tensors).forEach(TorchTensor::release);
        }
    }
}
