package dev.roilab.rpn;

import dev.roilab.data.Resizing.Extent;
import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The boxes that a region proposal network starts from, at every cell one of each size and ratio: Faster R-CNN
 * (arXiv:1506.01497), section 3.1.1.
 *
 * @param sizes square roots of their areas, pixels of the resized image; of several maps, one each, finest first
 * @param ratios heights by widths
 * @param centre where they lie; absent: the middle of their cell
 * @param rounding of their sides; absent: none
 */
public record AnchorSettings(
        @Range(above = 0) List<Double> sizes,
        @Range(above = 0) List<Double> ratios,
        Optional<Centre> centre,
        Optional<Rounding> rounding)
        implements PartlyRead {
    public AnchorSettings {
        sizes = List.copyOf(sizes);
        ratios = List.copyOf(ratios);
        List<String> problems = Ranges.problems(AnchorSettings.class, sizes, ratios, centre, rounding);
        require(problems, "sizes", sizes);
        require(problems, "ratios", ratios);
        Ranges.throwAny(problems);
    }

    private static void require(List<String> problems, String key, List<Double> values) {
        if (values.isEmpty()) {
            problems.add(key + " must name at least one");
        } else if (values.stream().distinct().count() < values.size()) {
            problems.add(key + " names one twice: " + values);
        }
    }

    @Override
    public List<Unread> unread() {
        List<Unread> unread = new ArrayList<>(Unread.asDefault("centre", centre, Centre.MIDDLE));
        unread.addAll(Unread.asDefault("rounding", rounding, Rounding.NONE));
        return unread;
    }

    /** Those that can be no object's in training in any picture of these sizes. */
    List<Doubt> largerThan(Set<Extent> pictures, AnchorSampling sampling) {
        List<Doubt> doubts = new ArrayList<>();
        for (double size : sizes) {
            List<Double> useless = ratios.stream()
                    .filter(ratio -> pictures.stream()
                            .noneMatch(picture ->
                                    sampling.canLearn(size / Math.sqrt(ratio), size * Math.sqrt(ratio), picture)))
                    .toList();
            if (!useless.isEmpty()) {
                String shapes = useless.size() == ratios.size() ? "" : " of ratio " + useless;
                doubts.add(new Doubt(
                        "sizes",
                        "anchors of %s pixels%s are too large for every training picture to be an object's"
                                .formatted(size, shapes)));
            }
        }
        return doubts;
    }

    /** Anchors of a cell. */
    public int count() {
        return Math.multiplyExact(sizes.size(), ratios.size());
    }

    /**
     * Those of each of several maps, finest first: each has anchors of one size, Feature Pyramid Networks
     * (arXiv:1612.03144), section 4.1. A single map has them all.
     */
    public List<AnchorSettings> byMap(int maps) {
        return maps == 1
                ? List.of(this)
                : sizes.stream()
                        .map(size -> new AnchorSettings(List.of(size), ratios, centre, rounding))
                        .toList();
    }

    /** Where the anchors of a cell have their centre. */
    public enum Centre {
        /** In the middle of the image pixels that the cell stands for, as the authors' code has it. */
        MIDDLE,
        /** At their upper left corner: torchvision. */
        CORNER
    }

    /** What becomes of sides that are no whole numbers. */
    public enum Rounding {
        NONE,
        /** Half of a side is rounded, halves to even: torchvision. */
        HALF_SIDES,
        /**
         * The sides of an anchor whose area is a cell's are rounded, the height to the rounded width, then brought to
         * their size: the authors' code.
         */
        BASE_SIDES
    }
}
