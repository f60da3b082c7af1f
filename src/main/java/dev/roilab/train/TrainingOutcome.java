package dev.roilab.train;

import java.util.List;

/**
 * What there is to tell of a training.
 *
 * @param points losses of the stages that learn by gradient descent, one after the other
 * @param seconds wall clock of all stages, over all processes that had a part in them
 * @param skipped steps that had no regions and taught nothing
 * @param resumedAt the step after which this process took the training up; 0 if it began it
 */
public record TrainingOutcome(List<TrainingCurve.Point> points, double seconds, int skipped, int resumedAt) {
    public TrainingOutcome {
        points = List.copyOf(points);
    }

    /** Of a training by gradient descent and what took {@code more} seconds besides. */
    public static TrainingOutcome of(TrainingCourse course, double more) {
        return new TrainingOutcome(
                course.curve().points(), course.seconds() + more, course.curve().skipped(), course.resumedAt());
    }
}
