package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import java.util.List;

/**
 * How far a training is. Together with the weights, running statistics and velocities it is the training's whole state:
 * the learning rate, the order of the data and every random draw are functions of the seed and the step alone.
 */
public final class TrainingCourse {
    private final TrainingCurve curve;
    private final List<Parameter> weights;
    private final List<Parameter> velocities;
    private int step;
    private int resumedAt;
    private double seconds;

    TrainingCourse(TrainingCurve curve, List<Parameter> weights, List<Parameter> velocities) {
        this.curve = curve;
        this.weights = List.copyOf(weights);
        this.velocities = List.copyOf(velocities);
    }

    /** Steps that are done. */
    public int step() {
        return step;
    }

    /** The step after which this process took the training up; 0 if it began it. */
    public int resumedAt() {
        return resumedAt;
    }

    /** Wall clock of the training loop, over all processes that had a part in it. */
    public double seconds() {
        return seconds;
    }

    public TrainingCurve curve() {
        return curve;
    }

    /** Parameters and running statistics. */
    List<Parameter> weights() {
        return weights;
    }

    List<Parameter> velocities() {
        return velocities;
    }

    void stepped(double stepSeconds) {
        step++;
        seconds += stepSeconds;
    }

    /**
     * Goes on where another process was.
     *
     * @throws IllegalArgumentException if the curve is not as {@link TrainingCurve#save} writes it; nothing has changed
     */
    void resume(int steps, double secondsBefore, String savedCurve) {
        curve.restore(savedCurve);
        step = steps;
        resumedAt = steps;
        seconds = secondsBefore;
    }
}
