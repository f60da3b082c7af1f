package dev.roilab.model.maskrcnn;

import dev.roilab.roi.RoiLayer;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * The key point branch: Mask R-CNN (arXiv:1703.06870), section 5.
 *
 * @param roi how a region becomes a grid (14 cells a side)
 * @param convolutions of 3 x 3 before the outputs (8)
 * @param channels of each of them (512)
 * @param outputs what says where a key point is
 */
public record KeyPointSettings(
        RoiLayer roi,
        @Range(min = 0) int convolutions,
        @Range(min = 1) int channels,
        Outputs outputs) {
    public KeyPointSettings {
        Ranges.require(KeyPointSettings.class, roi, convolutions, channels, outputs);
        BranchLayers.requireGrid("key_points.roi", roi);
    }

    /** What says where a key point is. */
    public sealed interface Outputs {
        /**
         * A map of each key point with a softmax over its cells, of which one is to be on. A transposed convolution
         * makes twice as many cells a side as the region's grid has.
         *
         * @param enlarged whether bilinear interpolation doubles them once more, as the paper does; absent: no
         */
        record HeatMap(Optional<Boolean> enlarged) implements Outputs, PartlyRead {
            /** Times as many cells a side as the region's grid. */
            int factor() {
                return enlarged.orElse(false) ? 4 : 2;
            }

            @Override
            public List<Unread> unread() {
                return Unread.asDefault("enlarged", enlarged, false);
            }
        }

        /**
         * Two numbers of each key point: where it lies between the region's centre and its borders.
         *
         * @param beta from which difference on the smooth L1 loss grows linearly, in sides of the region
         */
        record Coordinates(@Range(above = 0) double beta) implements Outputs {
            public Coordinates {
                Ranges.require(Coordinates.class, beta);
            }
        }
    }
}
