package dev.roilab.model.classifier;

import dev.roilab.data.Annotation;
import dev.roilab.data.Prepared;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a test looks at a picture: at some sizes, as a whole or in squares, upright or mirrored as well. The
 * probabilities of all views are averaged: AlexNet (Krizhevsky et al., NIPS 2012), section 4.1, whose ten views are
 * five squares and their mirror images, and SPPnet (arXiv:1406.4729), section 3.1.5, which has several sizes.
 *
 * @param shorterSides to which the picture is resized, pixels; absent: the data's
 * @param squares what is cut out of it; absent: it is seen whole
 * @param mirrored whether each view is seen mirrored as well
 */
public record ViewSettings(
        @Range(min = 16) Optional<List<Integer>> shorterSides, Optional<Squares> squares, boolean mirrored) {
    /**
     * What is cut out of a resized picture.
     *
     * @param side of each, pixels
     */
    public record Squares(@Range(min = 16) int side, Places places) {
        public Squares {
            Ranges.require(Squares.class, side, places);
        }
    }

    /** Where the squares lie. */
    public enum Places {
        CENTRE,
        /** In the centre and in the four corners. */
        FIVE
    }

    public ViewSettings {
        shorterSides = shorterSides.map(List::copyOf);
        List<String> problems = Ranges.problems(ViewSettings.class, shorterSides, squares, mirrored);
        if (shorterSides.isPresent() && shorterSides.get().isEmpty()) {
            problems.add("shorter_sides must name at least one side");
        }
        if (shorterSides.isEmpty() && squares.isEmpty() && !mirrored) {
            problems.add(
                    "views must name shorter_sides or squares or be mirrored; remove it where a picture is seen once, whole");
        }
        Ranges.throwAny(problems);
    }

    /**
     * The views of a picture at one size, all of which have the same extent.
     *
     * @param image resized, upright and whole
     */
    <T extends Annotation<T>> List<Prepared<T>> of(Prepared<T> image) {
        List<Prepared<T>> views = new ArrayList<>(cut(image));
        if (mirrored) {
            views.addAll(cut(image.mirrored()));
        }
        return List.copyOf(views);
    }

    private <T extends Annotation<T>> List<Prepared<T>> cut(Prepared<T> image) {
        if (squares.isEmpty()) {
            return List.of(image);
        }
        int side = squares.get().side();
        int right = image.width() - side;
        int bottom = image.height() - side;
        List<Prepared<T>> cut = new ArrayList<>(List.of(image.cut(right / 2, bottom / 2, side)));
        if (squares.get().places() == Places.FIVE) {
            cut.add(image.cut(0, 0, side));
            cut.add(image.cut(right, 0, side));
            cut.add(image.cut(0, bottom, side));
            cut.add(image.cut(right, bottom, side));
        }
        return cut;
    }
}
