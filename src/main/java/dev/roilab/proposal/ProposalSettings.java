package dev.roilab.proposal;

import java.util.ArrayList;
import java.util.List;

/** The {@code proposals} block of a study. */
public sealed interface ProposalSettings {
    /** The most proposals used of each image, best first. */
    int count();

    /**
     * Selective search (Uijlings et al., IJCV 2013), with the strategies of OpenCV's ximgproc.
     *
     * @param implementation whose code searches
     * @param mode which of the paper's two sets of strategies
     * @param width images are resized to this many pixels across before the search; 0 leaves them as they are
     * @param smallest proposals with a shorter side than this many image pixels are dropped
     */
    record SelectiveSearch(int count, Implementation implementation, Mode mode, int width, double smallest)
            implements ProposalSettings {
        public SelectiveSearch {
            List<String> problems = new ArrayList<>();
            requireCount(problems, count);
            require(problems, width == 0 || width >= 16, "width must be >= 16 pixels, or 0 for no resizing", width);
            require(problems, smallest >= 0 && Double.isFinite(smallest), "smallest must be >= 0 pixels", smallest);
            throwAny(problems);
        }

        /** The same search with another number of proposals used. */
        SelectiveSearch withCount(int most) {
            return new SelectiveSearch(most, implementation, mode, width, smallest);
        }
    }

    /** Whose code searches; docs/decisions/005 compares their boxes and times. */
    enum Implementation {
        OPENCV,
        ROILAB
    }

    /** The paper's strategies: its section 5.4, table 5. */
    enum Mode {
        FAST,
        QUALITY
    }

    /**
     * A regular grid of boxes, no image needed.
     *
     * @param scales side lengths in image pixels, of the square of equal area
     * @param ratios height to width
     * @param step distance of neighbouring boxes, as a part of their own side
     */
    record DenseGrid(int count, List<Double> scales, List<Double> ratios, double step) implements ProposalSettings {
        public DenseGrid {
            scales = List.copyOf(scales);
            ratios = List.copyOf(ratios);
            List<String> problems = new ArrayList<>();
            requireCount(problems, count);
            require(problems, within(scales, 1, Double.MAX_VALUE), "scales must be one or more sides >= 1", scales);
            require(problems, within(ratios, 0.01, 100), "ratios must be one or more numbers in [0.01, 100]", ratios);
            require(problems, step >= 0.01 && step <= 1, "step must be in [0.01, 1]: a part of a box's side", step);
            throwAny(problems);
        }

        private static boolean within(List<Double> values, double least, double most) {
            return !values.isEmpty() && values.stream().allMatch(value -> value >= least && value <= most);
        }
    }

    /**
     * Boxes stored by another program: JSON, {@code {"image id": [[x1, y1, x2, y2], ...]}}, best first.
     *
     * @param file the path
     */
    record Stored(int count, String file) implements ProposalSettings {
        public Stored {
            List<String> problems = new ArrayList<>();
            requireCount(problems, count);
            require(problems, !file.isBlank(), "file must name stored proposals", "an empty text");
            throwAny(problems);
        }
    }

    private static void requireCount(List<String> problems, int count) {
        require(problems, count >= 1, "count must be >= 1", count);
    }

    private static void require(List<String> problems, boolean holds, String rule, Object value) {
        if (!holds) {
            problems.add(rule + ", got " + value);
        }
    }

    private static void throwAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
