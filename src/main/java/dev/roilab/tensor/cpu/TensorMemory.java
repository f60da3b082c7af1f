package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine.MemoryUse;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Where an engine's tensors come from: the pool and the stack of open scopes. */
final class TensorMemory implements AutoCloseable {
    private final BufferPool pool = new BufferPool();
    private final CpuScope root = new CpuScope(this, null);
    private CpuScope innermost = root;
    private boolean closed;

    CpuScope open() {
        innermost = new CpuScope(this, innermost);
        return innermost;
    }

    /** Closes the scopes inside {@code scope} as well: whoever opened them has been left by an exception. */
    void leave(CpuScope scope) {
        for (CpuScope open = innermost; open != null; open = open.parent()) {
            if (open == scope) {
                CpuScope parent = scope.parent();
                closeInside(scope);
                innermost = parent == null ? root : parent;
                return;
            }
        }
    }

    private void closeInside(CpuScope scope) {
        while (innermost != scope) {
            innermost.close();
        }
    }

    /** Numbers left undefined. */
    CpuTensor allocate(Shape shape) {
        return allocate(shape, shape.elements() * Float.BYTES);
    }

    /** Engine-private records whose bytes are not one number an element. */
    CpuTensor allocate(Shape shape, long bytes) {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        var tensor = new CpuTensor(shape, pool.acquire(bytes), bytes, innermost);
        innermost.own(tensor);
        return tensor;
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

    void giveBack(Block block) {
        pool.giveBack(block);
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
        if (!closed) {
            closeInside(root);
            root.close();
            closed = true;
            pool.close();
        }
    }
}
