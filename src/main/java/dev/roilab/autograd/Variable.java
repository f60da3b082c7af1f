package dev.roilab.autograd;

import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tensor on the tape and, after the backward pass, the gradient of the loss with respect to it. */
public final class Variable {
    private final Tensor value;
    private final boolean needsGradient;
    private @Nullable Tensor gradient;

    Variable(Tensor value, boolean needsGradient) {
        this.value = value;
        this.needsGradient = needsGradient;
    }

    public Tensor value() {
        return value;
    }

    public Shape shape() {
        return value.shape();
    }

    /** False for inputs and for everything that depends on nothing trained. */
    public boolean needsGradient() {
        return needsGradient;
    }

    /** Empty before the backward pass and where no gradient arrives. */
    public Optional<Tensor> gradient() {
        return Optional.ofNullable(gradient);
    }

    void setGradient(@Nullable Tensor gradient) {
        this.gradient = gradient;
    }
}
