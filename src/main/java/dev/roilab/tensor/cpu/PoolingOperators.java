package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.PoolingOperations;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;

/** Both kinds of pooling. */
final class PoolingOperators implements PoolingOperations {
    private final MaxPooling maxima;
    private final AveragePooling means;

    PoolingOperators(OneDnn oneDnn, TensorMemory memory, Workers workers) {
        maxima = new MaxPooling(oneDnn, memory, workers);
        means = new AveragePooling(oneDnn, memory);
    }

    @Override
    public Pooled maxPool(Tensor input, Pooling pooling) {
        return maxima.forward(own(input), pooling);
    }

    @Override
    public Tensor maxPoolGradient(Tensor outputGradient, Tensor switches, Shape input, Pooling pooling) {
        return maxima.gradient(own(outputGradient), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpool(Tensor values, Tensor switches, Shape input, Pooling pooling) {
        return maxima.unpool(own(values), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpoolGradient(Tensor outputGradient, Tensor switches, Pooling pooling) {
        return maxima.unpoolGradient(own(outputGradient), own(switches), pooling);
    }

    @Override
    public Tensor averagePool(Tensor input, Pooling pooling, boolean countPadding) {
        return means.forward(own(input), pooling, countPadding);
    }

    @Override
    public Tensor averagePoolGradient(Tensor outputGradient, Shape input, Pooling pooling, boolean countPadding) {
        return means.gradient(own(outputGradient), input, pooling, countPadding);
    }
}
