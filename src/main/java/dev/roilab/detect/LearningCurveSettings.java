package dev.roilab.detect;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The {@code train.learning_curve} block: tests of the network along its training, in nobody's time.
 *
 * @param points how many, evenly spread over the steps, the last at the end
 * @param images the first ones of either split, which each of them looks at
 */
public record LearningCurveSettings(
        @Range(min = 2) int points, @Range(min = 1) int images) {
    public LearningCurveSettings {
        Ranges.require(LearningCurveSettings.class, points, images);
    }

    /** After which steps of a training there is a test; not more than there are steps. */
    public SortedSet<Integer> steps(int all) {
        SortedSet<Integer> steps = new TreeSet<>();
        for (int point = 1; point <= points; point++) {
            steps.add(Math.max(1, (int) Math.round((double) all * point / points)));
        }
        return steps;
    }
}
