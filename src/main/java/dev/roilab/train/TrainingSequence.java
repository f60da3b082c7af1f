package dev.roilab.train;

import java.util.ArrayList;
import java.util.List;

/** Several trainings, one after the other, that are told of as one. */
public final class TrainingSequence {
    private final List<TrainingCurve.Point> points = new ArrayList<>();
    private double seconds;
    private int skipped;
    private int resumedAt;

    /** The next of them; its steps are counted on. */
    public void add(TrainingCourse done) {
        int before = points.isEmpty() ? 0 : points.getLast().step();
        seconds += done.seconds();
        skipped += done.curve().skipped();
        resumedAt = Math.max(resumedAt, done.resumedAt());
        for (TrainingCurve.Point point : done.curve().points()) {
            points.add(new TrainingCurve.Point(before + point.step(), point.losses(), point.rate()));
        }
    }

    /** What took time between two of them and has no steps. */
    public void add(double more) {
        seconds += more;
    }

    /** Of all so far. */
    public TrainingOutcome outcome() {
        return new TrainingOutcome(points, seconds, skipped, resumedAt);
    }
}
