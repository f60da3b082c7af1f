package dev.roilab.tensor.torch;

import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A shape and the libtorch tensor behind it. Tensors of rank 4 lie in memory with axis 1, the channels, innermost, all
 * others row major; no two share memory.
 */
final class TorchTensor implements Tensor {
    private final Shape shape;
    private final org.bytedeco.pytorch.Tensor value;
    private final long bytes;
    private final TorchMemory memory;
    private TorchScope owner;
    private boolean released;
    private float @Nullable [] hostCopy;

    TorchTensor(Shape shape, org.bytedeco.pytorch.Tensor value, long bytes, TorchMemory memory, TorchScope owner) {
        this.shape = shape;
        this.value = value;
        this.bytes = bytes;
        this.memory = memory;
        this.owner = owner;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** The libtorch tensor, to be read. */
    org.bytedeco.pytorch.Tensor value() {
        if (released) {
            throw new IllegalStateException("the tensor " + shape + " is used after its memory was given back");
        }
        return value;
    }

    /** The libtorch tensor, to be overwritten in place. */
    org.bytedeco.pytorch.Tensor target() {
        hostCopy = null;
        return value();
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    long bytes() {
        return bytes;
    }

    TorchScope owner() {
        return owner;
    }

    void moveTo(TorchScope scope) {
        owner = scope;
    }

    boolean released() {
        return released;
    }

    /** Keeps what the tensor was made of, so that reading it does not have to wait for the device. */
    void remember(float[] values) {
        hostCopy = values;
    }

    /** The numbers on the host, row major in logical order; not to be changed. */
    float[] hostValues() {
        value();
        return hostCopy == null ? memory.download(this) : hostCopy;
    }

    @Override
    public INDArray toArray() {
        return Nd4j.create(toFloats(), shape.toLongs(), 'c');
    }

    @Override
    public float[] toFloats() {
        value();
        float[] known = hostCopy;
        return known == null ? memory.download(this) : known.clone();
    }

    @Override
    public void release() {
        if (!released) {
            released = true;
            hostCopy = null;
            owner.giveBack(this);
            value.releaseReference();
        }
    }
}
