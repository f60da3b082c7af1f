package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;
import static dev.roilab.tensor.torch.TorchMemory.ownOrNull;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.RegionOperations;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Region operators, the device's own: ATen sums their gradients in no fixed order. */
final class TorchRegions implements RegionOperations {
    private final OwnOperators ownOperators;

    TorchRegions(OwnOperators ownOperators) {
        this.ownOperators = ownOperators;
    }

    @Override
    public Pooled roiPool(Tensor features, Tensor regions, RegionGrid grid, boolean withSwitches) {
        return ownOperators.roiPool(own(features), own(regions), grid, withSwitches);
    }

    @Override
    public Tensor roiPoolGradient(
            Tensor outputGradient, Tensor switches, Tensor regions, Shape features, RegionGrid grid) {
        return ownOperators.roiPoolGradient(own(outputGradient), own(switches), own(regions), features, grid);
    }

    @Override
    public Pooled roiSample(Tensor features, Tensor regions, RegionGrid grid, BilinearSampling sampling) {
        return ownOperators.roiSample(own(features), own(regions), grid, sampling);
    }

    @Override
    public Tensor roiSampleGradient(
            Tensor outputGradient,
            @Nullable Tensor switches,
            Tensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling) {
        return ownOperators.roiSampleGradient(
                own(outputGradient), ownOrNull(switches), own(regions), features, grid, sampling);
    }
}
