package dev.roilab.roi;

import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code model.roi} block of a study: how a region of any size becomes a grid of fixed size. */
public sealed interface RoiLayer {
    /** Cells that a region becomes: the values of each channel. */
    int cells();

    /**
     * The same with another number of cells per side.
     *
     * @throws IllegalArgumentException of a pyramid, which has several
     */
    RoiLayer sized(int cellsPerSide);

    /**
     * Max pooling over cells whose borders are rounded: Fast R-CNN (arXiv:1504.08083), section 2.1.
     *
     * @param outputSize cells per side
     */
    record RoiPool(@Range(min = 1) int outputSize) implements RoiLayer {
        public RoiPool {
            Ranges.require(RoiPool.class, outputSize);
        }

        @Override
        public int cells() {
            return outputSize * outputSize;
        }

        @Override
        public RoiLayer sized(int cellsPerSide) {
            return new RoiPool(cellsPerSide);
        }
    }

    /**
     * Spatial pyramid pooling (arXiv:1406.4729), section 2.1: for each level n, max pooling over n x n bins whose left
     * and upper borders are rounded down and whose right and lower borders are rounded up; the levels side by side. The
     * region itself is rounded as RoIPool rounds it, so that one level is RoIPool.
     *
     * @param levels bins per side of each level, such as 6, 3, 2, 1
     */
    record Spp(@Range(min = 1) List<Integer> levels) implements RoiLayer {
        public Spp {
            levels = List.copyOf(levels);
            Ranges.require(Spp.class, levels);
            if (levels.isEmpty()) {
                throw new IllegalArgumentException("levels must name at least one level");
            }
        }

        @Override
        public int cells() {
            return levels.stream().mapToInt(bins -> bins * bins).sum();
        }

        @Override
        public RoiLayer sized(int cellsPerSide) {
            throw new IllegalArgumentException(
                    "a pyramid of pooled cells is no grid of %1$d x %1$d cells".formatted(cellsPerSide));
        }
    }

    /**
     * Bilinear sampling inside the rounded region: the RoIWarp of arXiv:1512.04412 as Mask R-CNN compares it.
     *
     * @param samplingRatio points per cell and axis; absent: as many as the region has feature cells per grid cell
     * @param aggregation of a cell's points; absent: their mean
     */
    record RoiWarp(
            @Range(min = 1) int outputSize,
            @Range(min = 1) Optional<Integer> samplingRatio,
            Optional<Aggregation> aggregation)
            implements RoiLayer, PartlyRead {
        public RoiWarp {
            Ranges.require(RoiWarp.class, outputSize, samplingRatio, aggregation);
        }

        @Override
        public List<Unread> unread() {
            return unreadOfSamples(samplingRatio, aggregation);
        }

        @Override
        public int cells() {
            return outputSize * outputSize;
        }

        @Override
        public RoiLayer sized(int cellsPerSide) {
            return new RoiWarp(cellsPerSide, samplingRatio, aggregation);
        }
    }

    /**
     * Bilinear sampling without any rounding: Mask R-CNN (arXiv:1703.06870), section 3.
     *
     * @param samplingRatio points per cell and axis; absent: as many as the region has feature cells per grid cell
     * @param aligned whether half a cell is subtracted so that cell centres meet pixel centres; absent: yes
     * @param aggregation of a cell's points; absent: their mean
     */
    record RoiAlign(
            @Range(min = 1) int outputSize,
            @Range(min = 1) Optional<Integer> samplingRatio,
            Optional<Boolean> aligned,
            Optional<Aggregation> aggregation)
            implements RoiLayer, PartlyRead {
        public RoiAlign {
            Ranges.require(RoiAlign.class, outputSize, samplingRatio, aligned, aggregation);
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("aligned", aligned, true));
            unread.addAll(unreadOfSamples(samplingRatio, aggregation));
            return unread;
        }

        @Override
        public int cells() {
            return outputSize * outputSize;
        }

        @Override
        public RoiLayer sized(int cellsPerSide) {
            return new RoiAlign(cellsPerSide, samplingRatio, aligned, aggregation);
        }
    }

    private static List<Unread> unreadOfSamples(Optional<Integer> samplingRatio, Optional<Aggregation> aggregation) {
        return samplingRatio.equals(Optional.of(1))
                ? List.of(Unread.keys("a cell's one point is its mean and its maximum", "aggregation"))
                : Unread.asDefault("aggregation", aggregation, Aggregation.MEAN);
    }

    /** How a cell's sample points become one value. */
    enum Aggregation {
        MEAN,
        MAX
    }
}
