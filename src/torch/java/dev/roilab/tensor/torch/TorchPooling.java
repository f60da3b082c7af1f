package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.PoolingOperations;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;

/** Maxima are the device's {@link OwnPooling}, means {@link AveragePooling}. */
final class TorchPooling implements PoolingOperations {
    private final AveragePooling averagePooling;
    private final OwnOperators ownOperators;

    TorchPooling(AveragePooling averagePooling, OwnOperators ownOperators) {
        this.averagePooling = averagePooling;
        this.ownOperators = ownOperators;
    }

    @Override
    public Pooled maxPool(Tensor input, Pooling pooling) {
        return ownOperators.pooling().maxPool(own(input), pooling);
    }

    @Override
    public Tensor maxPoolGradient(Tensor outputGradient, Tensor switches, Shape input, Pooling pooling) {
        return ownOperators.pooling().maxPoolGradient(own(outputGradient), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpool(Tensor values, Tensor switches, Shape input, Pooling pooling) {
        return ownOperators.pooling().maxUnpool(own(values), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpoolGradient(Tensor outputGradient, Tensor switches, Pooling pooling) {
        return ownOperators.pooling().maxUnpoolGradient(own(outputGradient), own(switches), pooling);
    }

    @Override
    public Tensor averagePool(Tensor input, Pooling pooling, boolean countPadding) {
        return averagePooling.forward(own(input), pooling, countPadding);
    }

    @Override
    public Tensor averagePoolGradient(Tensor outputGradient, Shape input, Pooling pooling, boolean countPadding) {
        return averagePooling.gradient(own(outputGradient), input, pooling, countPadding);
    }
}
