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
     * @return [R, C, P, P]; of a pyramid [R, C, P, 1], its levels one after the other
     */
    Variable forward(Tape tape, Variable features, Tensor regions);

    /** The operator that a study's {@code model.roi} block describes, over features of the given stride. */
    static RegionOperator of(RoiLayer settings, int stride) {
        double scale = 1.0 / stride;
        return switch (settings) {
            case RoiLayer.RoiPool pool -> new RoiPoolOperator(square(pool.outputSize(), scale));
            case RoiLayer.Spp spp -> new SppOperator(spp.levels(), scale);
            case RoiLayer.RoiWarp warp ->
                new RoiSampleOperator(
                        square(warp.outputSize(), scale),
                        sampling(warp.samplingRatio(), Edges.ROUNDED, warp.aggregation()));
            case RoiLayer.RoiAlign align ->
                new RoiSampleOperator(
                        square(align.outputSize(), scale),
                        sampling(
                                align.samplingRatio(),
                                align.aligned().orElse(true) ? Edges.HALF_PIXEL : Edges.UNSHIFTED,
                                align.aggregation()));
        };
    }

    private static RegionGrid square(int cells, double scale) {
        return new RegionGrid(cells, cells, scale);
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
