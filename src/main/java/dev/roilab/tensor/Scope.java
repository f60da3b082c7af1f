package dev.roilab.tensor;

/**
 * The owner of every tensor that its engine makes while it is the innermost open scope. Closing it, on success or by
 * exception, gives all their memory back.
 */
public interface Scope extends AutoCloseable {
    /** Hands a tensor of this scope to the enclosing one, so that it survives {@link #close}. */
    Tensor keep(Tensor tensor);

    @Override
    void close();
}
