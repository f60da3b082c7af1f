package dev.roilab.proposal;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.EfficientnetSettings;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.neck.NeckSettings;
import dev.roilab.rpn.AnchorSettings;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

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
    record SelectiveSearch(
            @Range(min = 1) int count,
            Implementation implementation,
            Mode mode,
            @Range(min = 0) int width,
            @Range(min = 0, unit = "pixels") double smallest)
            implements ProposalSettings {
        public SelectiveSearch {
            List<String> problems =
                    Ranges.problems(SelectiveSearch.class, count, implementation, mode, width, smallest);
            boolean tooNarrow = width > 0 && width < 16;
            require(problems, !tooNarrow, "width must be >= 16 pixels, or 0 for no resizing", width);
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
    record DenseGrid(
            @Range(min = 1) int count,
            @Range(min = 1) List<Double> scales,
            @Range(min = 0.01, max = 100) List<Double> ratios,
            @Range(min = 0.01, max = 1) double step)
            implements ProposalSettings {
        public DenseGrid {
            scales = List.copyOf(scales);
            ratios = List.copyOf(ratios);
            List<String> problems = Ranges.problems(DenseGrid.class, count, scales, ratios, step);
            require(problems, !scales.isEmpty(), "scales must be one or more sides", scales);
            require(problems, !ratios.isEmpty(), "ratios must be one or more numbers", ratios);
            throwAny(problems);
        }

        /** How many boxes the grid has in a picture, whatever their count may be. */
        public long boxes(Extent picture) {
            return dev.roilab.proposal.DenseGrid.boxes(this, picture);
        }
    }

    /**
     * Boxes stored by another program: JSON, {@code {"image id": [[x1, y1, x2, y2], ...]}}, best first. Coordinates are
     * pixels of the image as it is read, counted from 0, right and lower end excluded: a whole image of 160 x 120 is
     * {@code [0, 0, 160, 120]}. Every image of both splits has a list, which may be empty; ids are those of the split
     * lists.
     *
     * @param file the path
     */
    record Stored(@Range(min = 1) int count, String file) implements ProposalSettings {
        public Stored {
            List<String> problems = Ranges.problems(Stored.class, count, file);
            require(problems, !file.isBlank(), "file must name stored proposals", "an empty text");
            throwAny(problems);
        }
    }

    /**
     * What the region proposal network of a trained Faster R-CNN finds, its second module left out. A file of weights
     * tells neither its network nor its anchors: they are given as they were in its training, and every tensor's name
     * and shape must fit. What shows in no shape, such as the anchors' sizes, is taken at its word.
     *
     * @param weights a safetensors file, such as a trial's {@code detector.safetensors}
     * @param backbone without weights of its own
     * @param channels of the 3 x 3 convolution
     * @param beforeNms the most, best first, that suppression looks at; of several maps, of each
     * @param nms of two proposals with a larger overlap, the one with the lower score is dropped
     * @param smallest proposals with a shorter side below this are dropped, pixels of the resized image
     * @param shorterSide images are resized to this, pixels
     * @param longerSide ... but the longer side stays within this, pixels
     */
    record Rpn(
            @Range(min = 1) int count,
            String weights,
            BackboneSettings backbone,
            Optional<NeckSettings> neck,
            AnchorSettings anchors,
            @Range(min = 1) int channels,
            @Range(min = 1) int beforeNms,
            @Range(min = 0, max = 1) double nms,
            @Range(min = 0) double smallest,
            @Range(min = 16) int shorterSide,
            @Range(min = 16) int longerSide)
            implements ProposalSettings, PartlyRead {
        public Rpn {
            List<String> problems = Ranges.problems(
                    Rpn.class,
                    count,
                    weights,
                    backbone,
                    neck,
                    anchors,
                    channels,
                    beforeNms,
                    nms,
                    smallest,
                    shorterSide,
                    longerSide);
            require(problems, !weights.isBlank(), "weights must name a safetensors file", "an empty text");
            require(
                    problems,
                    backbone.weights().isEmpty(),
                    "backbone.weights would be overwritten by weights; remove it",
                    backbone.weights().orElse(""));
            require(problems, longerSide >= shorterSide, "longer_side must be at least shorter_side", longerSide);
            neck.ifPresent(settings -> {
                settings.requireFit(backbone);
                int maps = settings.proposalStrides(backbone).size();
                require(
                        problems,
                        anchors.sizes().size() == maps,
                        "anchors.sizes must name one for each of the %d maps that the neck gives".formatted(maps),
                        anchors.sizes().size());
            });
            throwAny(problems);
        }

        @Override
        public List<Unread> unread() {
            Unread frozen = Unread.keys("nothing is trained", "backbone.frozen_below");
            return backbone instanceof EfficientnetSettings
                    ? List.of(frozen, Unread.keys("nothing is trained", "backbone.stochastic_depth"))
                    : List.of(frozen);
        }
    }

    private static void require(List<String> problems, boolean holds, String rule, Object value) {
        if (!holds) {
            problems.add(rule + ", got " + value);
        }
    }

    private static void throwAny(List<String> problems) {
        Ranges.throwAny(problems);
    }
}
