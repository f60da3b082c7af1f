package dev.roilab.tensor.torch;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Engine.OffsetGradients;
import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The operators that ATen lacks, whose gradients it sums in no fixed order, or that it needs several passes for. Their
 * switches are the implementation's own.
 */
interface OwnOperators extends AutoCloseable {
    Pooled maxPool(TorchTensor input, Pooling pooling);

    TorchTensor maxPoolGradient(TorchTensor outputGradient, TorchTensor switches, Shape input, Pooling pooling);

    TorchTensor maxUnpool(TorchTensor values, TorchTensor switches, Shape input, Pooling pooling);

    TorchTensor maxUnpoolGradient(TorchTensor outputGradient, TorchTensor switches, Pooling pooling);

    Pooled roiPool(TorchTensor features, TorchTensor regions, RegionGrid grid, boolean withSwitches);

    TorchTensor roiPoolGradient(
            TorchTensor outputGradient, TorchTensor switches, TorchTensor regions, Shape features, RegionGrid grid);

    Pooled roiSample(TorchTensor features, TorchTensor regions, RegionGrid grid, BilinearSampling sampling);

    TorchTensor roiSampleGradient(
            TorchTensor outputGradient,
            @Nullable TorchTensor switches,
            TorchTensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling);

    TorchTensor deformableSample(
            TorchTensor input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling);

    TorchTensor deformableInputGradient(
            TorchTensor outputGradient,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            Shape input,
            DeformableSampling sampling);

    OffsetGradients deformableOffsetGradients(
            TorchTensor outputGradient,
            TorchTensor input,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            DeformableSampling sampling);

    /** {@code v = momentum * v + gradient + decay * parameter; parameter -= rate * v}; all of one shape. */
    void sgdStep(TorchTensor parameter, TorchTensor gradient, TorchTensor velocity, double[] rateMomentumDecay);

    @Override
    void close();
}
