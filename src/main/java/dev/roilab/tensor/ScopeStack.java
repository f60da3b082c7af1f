package dev.roilab.tensor;

/** The open scopes of an engine, one inside the other; the outermost is the engine itself. */
public final class ScopeStack implements AutoCloseable {
    private final Class<? extends ScopedTensor> kind;
    private final OwningScope root = new OwningScope(this, null);
    private OwningScope innermost = root;
    private boolean closed;

    /** @param kind the tensors of the engine */
    public ScopeStack(Class<? extends ScopedTensor> kind) {
        this.kind = kind;
    }

    public Scope open() {
        innermost = new OwningScope(this, innermost);
        return innermost;
    }

    /** Makes the innermost scope the owner of a tensor, which is returned. */
    public <T extends ScopedTensor> T own(T tensor) {
        innermost.own(tensor);
        return tensor;
    }

    /** @throws IllegalStateException if the engine is closed */
    public void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    ScopedTensor requireOwnKind(Tensor tensor) {
        if (!kind.isInstance(tensor)) {
            throw new IllegalArgumentException("a tensor of another engine cannot be kept: " + tensor.shape());
        }
        return kind.cast(tensor);
    }

    /** Closes the scopes inside {@code scope} as well: whoever opened them has been left by an exception. */
    void leave(OwningScope scope) {
        for (OwningScope open = innermost; open != null; open = open.parent()) {
            if (open == scope) {
                OwningScope parent = scope.parent();
                closeInside(scope);
                innermost = parent == null ? root : parent;
                return;
            }
        }
    }

    private void closeInside(OwningScope scope) {
        while (innermost != scope) {
            innermost.close();
        }
    }

    /** Ends every tensor. */
    @Override
    public void close() {
        if (!closed) {
            closeInside(root);
            root.close();
            closed = true;
        }
    }
}
