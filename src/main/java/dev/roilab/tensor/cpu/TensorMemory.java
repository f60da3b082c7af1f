package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine.MemoryUse;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.ScopeStack;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Where an engine's tensors come from: the pool and the stack of open scopes. */
final class TensorMemory implements AutoCloseable {
    private final BufferPool pool;
    private final ScopeStack scopes = new ScopeStack(CpuTensor.class);

    TensorMemory(BufferPool pool) {
        this.pool = pool;
    }

    Scope open() {
        return scopes.open();
    }

    /** Numbers left undefined, of 32 bits. */
    CpuTensor allocate(Shape shape) {
        return allocate(shape, Precision.F32);
    }

    /** Numbers left undefined. */
    CpuTensor allocate(Shape shape, Precision precision) {
        return allocate(shape, precision, shape.elements() * precision.bytes());
    }

    /** Engine-private records whose bytes are not one number an element. */
    CpuTensor allocateRecord(Shape shape, long bytes) {
        return allocate(shape, Precision.F32, bytes);
    }

    private CpuTensor allocate(Shape shape, Precision precision, long bytes) {
        scopes.requireOpen();
        return scopes.own(new CpuTensor(shape, precision, pool.acquire(bytes), bytes, this));
    }

    /** The same numbers under another shape, of the same order in memory; copied when either is written to. */
    CpuTensor view(CpuTensor tensor, Shape shape) {
        scopes.requireOpen();
        Block shared = tensor.block();
        shared.hold();
        return scopes.own(
                new CpuTensor(shape, tensor.precision(), shared, tensor.memory().byteSize(), this));
    }

    CpuTensor zeros(Shape shape) {
        CpuTensor tensor = allocate(shape);
        tensor.memory().fill((byte) 0);
        return tensor;
    }

    /** @param values row major in logical order */
    CpuTensor copyOf(float[] values, Shape shape) {
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException(values.length + " numbers do not fill the shape " + shape);
        }
        CpuTensor tensor = allocate(shape);
        float[] ordered = shape.rank() == 4 ? Layout.toMemory(values, shape) : values;
        MemorySegment.copy(ordered, 0, tensor.memory(), ValueLayout.JAVA_FLOAT, 0, ordered.length);
        return tensor;
    }

    Block acquire(long bytes) {
        return pool.acquire(bytes);
    }

    /** Another block of the same size for one of the tensors that share {@code shared}. */
    Block replace(Block shared) {
        Block own = pool.acquire(shared.bytes());
        giveBack(shared);
        return own;
    }

    /** Ends one tensor's use of a block; after the last it waits to be used again. */
    void giveBack(Block block) {
        if (block.release()) {
            pool.giveBack(block);
        }
    }

    MemoryUse use() {
        return pool.use();
    }

    static CpuTensor own(Tensor tensor) {
        if (tensor instanceof CpuTensor known) {
            return known;
        }
        throw new IllegalArgumentException("a tensor of another engine: " + tensor.shape());
    }

    static @Nullable CpuTensor ownOrNull(@Nullable Tensor tensor) {
        return tensor == null ? null : own(tensor);
    }

    @Override
    public void close() {
        scopes.close();
        pool.close();
    }
}
