package dev.roilab.autograd;

import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;

/**
 * A learned tensor that outlives the steps, under the name by which weight files know it.
 *
 * <p>The rate factor scales the learning rate, the decay factor the weight decay; a rate factor of 0 freezes it.
 */
public final class Parameter {
    private final String name;
    private final Tensor value;
    private final double rateFactor;
    private final double decayFactor;

    public Parameter(String name, Tensor value, double rateFactor, double decayFactor) {
        this.name = name;
        this.value = value;
        this.rateFactor = rateFactor;
        this.decayFactor = decayFactor;
    }

    public String name() {
        return name;
    }

    public Tensor value() {
        return value;
    }

    public Shape shape() {
        return value.shape();
    }

    public double rateFactor() {
        return rateFactor;
    }

    public double decayFactor() {
        return decayFactor;
    }

    public boolean isTrained() {
        return rateFactor > 0;
    }

    @Override
    public String toString() {
        return name + " " + shape();
    }
}
