package dev.roilab.roi;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/**
 * RoIPool, Fast R-CNN (arXiv:1504.08083), section 2.1: the gradient of a grid cell goes to the feature cell that won
 * it.
 */
record RoiPoolOperator(RegionGrid grid) implements RegionOperator {
    @Override
    public Variable forward(Tape tape, Variable features, Tensor regions) {
        var engine = tape.engine();
        var pooled = engine.regions().roiPool(features.value(), regions, grid, features.needsGradient());
        return tape.record(
                pooled.values(),
                List.of(features),
                (gradient, gradients) -> gradients.add(
                        features,
                        () -> engine.regions()
                                .roiPoolGradient(
                                        gradient,
                                        Objects.requireNonNull(pooled.switches()),
                                        regions,
                                        features.shape(),
                                        grid)));
    }
}
