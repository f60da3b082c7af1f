package dev.roilab.roi;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalInt;

/** A differentiable map from the features under each region to a grid of fixed size. */
public interface RegionOperator {
    /**
     * Applies the operator.
     *
     * @param features [N, C, H, W]
     * @param regions [R, 5]: image index, x1, y1, x2, y2 in image pixels; no gradient flows to them
     * @return [R, C, P, P]
     */
    Variable forward(Tape tape, Variable features, Tensor regions);

    /** The operator that a study's {@code model.roi} block describes, over features of the given stride. */
    static RegionOperator of(RoiLayer settings, int stride) {
        var grid = new RegionGrid(settings.outputSize(), settings.outputSize(), 1.0 / stride);
        return switch (settings) {
            case RoiLayer.RoiPool _ -> new RoiPoolOperator(grid);
            case RoiLayer.RoiWarp warp ->
                new RoiSampleOperator(grid, sampling(warp.samplingRatio(), Edges.ROUNDED, warp.aggregation()));
            case RoiLayer.RoiAlign align ->
                new RoiSampleOperator(
                        grid,
                        sampling(
                                align.samplingRatio(),
                                align.aligned().orElse(true) ? Edges.HALF_PIXEL : Edges.UNSHIFTED,
                                align.aggregation()));
        };
    }

    private static BilinearSampling sampling(
            Optional<Integer> ratio, Edges edges, Optional<RoiLayer.Aggregation> aggregation) {
        var samples = ratio.isPresent() ? OptionalInt.of(ratio.get()) : OptionalInt.empty();
        return new BilinearSampling(
                samples,
                edges,
                switch (aggregation.orElse(RoiLayer.Aggregation.MEAN)) {
                    case MEAN -> BilinearSampling.Aggregation.MEAN;
                    case MAX -> BilinearSampling.Aggregation.MAX;
                });
    }
}
