package dev.roilab.data.check;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Finds boxes that were drawn on smaller pictures than those at hand, or are in percent: they fit, and mean nothing.
 */
public final class ReachCheck {
    /** Fewer objects may all lie in a corner by chance. */
    private static final int FEWEST = 20;

    private static final int FEWEST_PICTURES = 10;

    /** The part of the width, and of the height, beyond which something lies in sound data. */
    private static final double REACH = 0.6;

    private ReachCheck() {}

    /** What is odd about the places of all objects together; absent where nothing is. */
    public static Optional<String> hint(List<Sample<TrueObjects>> samples) {
        List<Sample<TrueObjects>> marked = samples.stream()
                .filter(sample -> !sample.truth().objects().isEmpty())
                .toList();
        int objects = marked.stream()
                .mapToInt(sample -> sample.truth().objects().size())
                .sum();
        double right = reach(marked, Box::x2, Sample::width);
        double bottom = reach(marked, Box::y2, Sample::height);
        return objects < FEWEST || marked.size() < FEWEST_PICTURES || right > REACH || bottom > REACH
                ? Optional.empty()
                : Optional.of(
                        "none of %d objects reaches beyond %.0f %% of its picture's width and %.0f %% of its height; were the boxes drawn on pictures of another size?"
                                .formatted(objects, 100 * right, 100 * bottom));
    }

    private static double reach(
            List<Sample<TrueObjects>> samples, ToDoubleFunction<Box> end, ToIntFunction<Sample<TrueObjects>> side) {
        return samples.stream()
                .mapToDouble(sample -> sample.truth().objects().stream()
                                .map(TrueObject::box)
                                .mapToDouble(end)
                                .max()
                                .orElse(0)
                        / side.applyAsInt(sample))
                .max()
                .orElse(0);
    }
}
