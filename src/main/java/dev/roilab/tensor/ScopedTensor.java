package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the tensors of every engine have in common: a shape, and a scope that ends them. */
public abstract class ScopedTensor implements Tensor {
    private final Shape shape;
    private @Nullable OwningScope owner;
    private boolean released;

    protected ScopedTensor(Shape shape) {
        this.shape = shape;
    }

    /** Gives the memory back; called once. */
    protected abstract void free();

    /** @throws IllegalStateException if the memory has been given back */
    protected final void requireMemory() {
        if (released) {
            throw new IllegalStateException("the tensor " + shape + " is used after its memory was given back");
        }
    }

    final void moveTo(OwningScope scope) {
        owner = scope;
    }

    final boolean released() {
        return released;
    }

    @Override
    public final Shape shape() {
        return shape;
    }

    @Override
    public final INDArray toArray() {
        return Nd4j.create(toFloats(), shape.toLongs(), 'c');
    }

    @Override
    public final void release() {
        if (!released) {
            released = true;
            if (owner != null) {
                owner.forget(this);
            }
            free();
        }
    }
}
