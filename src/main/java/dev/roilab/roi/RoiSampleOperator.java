package dev.roilab.roi;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** RoIAlign (Mask R-CNN, arXiv:1703.06870, section 3) and RoIWarp (arXiv:1512.04412), by {@code sampling}. */
record RoiSampleOperator(RegionGrid grid, BilinearSampling sampling) implements RegionOperator {
    @Override
    public Variable forward(Tape tape, Variable features, Tensor regions) {
        var engine = tape.engine();
        var pooled = engine.regions().roiSample(features.value(), regions, grid, sampling);
        return tape.record(
                pooled.values(),
                List.of(features),
                (gradient, gradients) -> gradients.add(
                        features,
                        () -> engine.regions()
                                .roiSampleGradient(
                                        gradient, pooled.switches(), regions, features.shape(), grid, sampling)));
    }
}
