package dev.roilab.tensor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors made while this scope was the innermost. */
final class OwningScope implements Scope {
    private final ScopeStack stack;
    private final @Nullable OwningScope parent;
    private final Set<ScopedTensor> tensors = new LinkedHashSet<>();
    private boolean closed;

    OwningScope(ScopeStack stack, @Nullable OwningScope parent) {
        this.stack = stack;
        this.parent = parent;
    }

    @Nullable
    OwningScope parent() {
        return parent;
    }

    void own(ScopedTensor tensor) {
        tensor.moveTo(this);
        tensors.add(tensor);
    }

    void forget(ScopedTensor tensor) {
        tensors.remove(tensor);
    }

    /** A tensor of an enclosing scope survives anyway and is returned as it is. */
    @Override
    public Tensor keep(Tensor tensor) {
        ScopedTensor kept = stack.requireOwnKind(tensor);
        if (kept.released() || closed) {
            throw new IllegalStateException("the tensor " + kept.shape() + " is kept after its memory was given back");
        }
        if (parent != null && tensors.remove(kept)) {
            parent.own(kept);
        }
        return kept;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stack.leave(this);
            List.copyOf(tensors).forEach(ScopedTensor::release);
        }
    }
}
