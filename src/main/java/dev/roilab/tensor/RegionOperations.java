package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/** What a region of a map holds, as a grid of fixed size. */
public interface RegionOperations extends OperationGroup {
    /**
     * Fast R-CNN (arXiv:1504.08083), section 2.1: region and cell borders rounded to whole feature cells, the maximum
     * of each cell; empty cells give 0.
     *
     * @param features [N, C, H, W]
     * @param regions [R, 5]: image index, x1, y1, x2, y2 in image pixels
     * @param withSwitches whether the gradient will be asked for
     * @return values [R, C, P, P] and, if asked for, switches
     */
    Pooled roiPool(Tensor features, Tensor regions, RegionGrid grid, boolean withSwitches);

    Tensor roiPoolGradient(Tensor outputGradient, Tensor switches, Tensor regions, Shape features, RegionGrid grid);

    /**
     * RoIAlign (Mask R-CNN, arXiv:1703.06870, section 3) and RoIWarp (arXiv:1512.04412), by {@code sampling}. A sample
     * more than one cell outside the map counts as 0; nearer ones are moved to the border.
     *
     * @return values [R, C, P, P]; switches only where the aggregation is a maximum
     */
    Pooled roiSample(Tensor features, Tensor regions, RegionGrid grid, BilinearSampling sampling);

    Tensor roiSampleGradient(
            Tensor outputGradient,
            @Nullable Tensor switches,
            Tensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling);
}
