package dev.roilab.tensor.torch;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators that ATen lacks, whose gradients it sums in no fixed order, or that it needs several passes for. Their
 * switches are the implementation's own.
 */
interface OwnOperators extends AutoCloseable {
    OwnPooling pooling();

    OwnDeformation deformation();

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

    /** {@link dev.roilab.tensor.UpdateOperations#sgdSteps} of tensors that go together. */
    void sgdSteps(List<SgdStep> steps, double momentum);

    @Override
    void close();
}
