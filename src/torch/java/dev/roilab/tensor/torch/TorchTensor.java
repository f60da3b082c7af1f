package dev.roilab.tensor.torch;

import dev.roilab.tensor.ScopedTensor;
import dev.roilab.tensor.Shape;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A shape and the libtorch tensor behind it. Tensors of rank 4 lie in memory with axis 1, the channels, innermost, all
 * others row major; no two share memory.
 */
final class TorchTensor extends ScopedTensor {
    private final org.bytedeco.pytorch.Tensor value;
    private final long bytes;
    private final TorchMemory memory;
    private float @Nullable [] hostCopy;
    private org.bytedeco.pytorch.@Nullable Tensor rounded;

    TorchTensor(Shape shape, org.bytedeco.pytorch.Tensor value, long bytes, TorchMemory memory) {
        super(shape);
        this.value = value;
        this.bytes = bytes;
        this.memory = memory;
    }

    /** The libtorch tensor, to be read. */
    org.bytedeco.pytorch.Tensor value() {
        requireMemory();
        return value;
    }

    /** Its numbers in 32 bits, to be read, inside {@link Native#call}. */
    org.bytedeco.pytorch.Tensor floats() {
        return value().to(ScalarType.Float);
    }

    /**
     * Its numbers as operands of convolutions and products, to be read, inside {@link Native#call}. What has to be
     * rounded to 16 bits is kept until the tensor changes or ends: weights and activations are read by the forward pass
     * and again by the gradients.
     */
    org.bytedeco.pytorch.Tensor operand(ScalarType type) {
        if (type == ScalarType.Float) {
            return floats();
        }
        if (value().scalar_type().intern() == type) {
            return value;
        }
        if (rounded == null) {
            rounded = value.to(type);
            rounded.retainReference();
            memory.taken(roundedBytes());
        }
        return rounded;
    }

    private long roundedBytes() {
        return shape().elements() * Short.BYTES;
    }

    private void forgetRounded() {
        if (rounded != null) {
            memory.gone(roundedBytes());
            rounded.releaseReference();
            rounded = null;
        }
    }

    /** The libtorch tensor, to be overwritten in place. */
    org.bytedeco.pytorch.Tensor target() {
        hostCopy = null;
        forgetRounded();
        return value();
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    long bytes() {
        return bytes;
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
    public float[] toFloats() {
        value();
        float[] known = hostCopy;
        return known == null ? memory.download(this) : known.clone();
    }

    @Override
    protected void free() {
        hostCopy = null;
        forgetRounded();
        memory.gone(bytes);
        value.releaseReference();
    }
}
