package dev.roilab.train;

import java.util.ArrayList;
import java.util.List;

/** The losses of a training, averaged over stretches of equal length. */
public final class TrainingCurve {
    /**
     * Means over the steps since the previous point.
     *
     * @param step last step of the stretch, counted from 1
     * @param rate learning rate of that step
     */
    public record Point(int step, double classification, double box, double rate) {}

    private final int stretch;
    private final List<Point> points = new ArrayList<>();
    private double classification;
    private double box;
    private int count;

    TrainingCurve(int steps, int points) {
        this.stretch = Math.max(1, steps / points);
    }

    void add(int step, double stepClassification, double stepBox, double rate) {
        classification += stepClassification;
        box += stepBox;
        count++;
        if (count == stretch) {
            points.add(new Point(step, classification / count, box / count, rate));
            classification = 0;
            box = 0;
            count = 0;
        }
    }

    public List<Point> points() {
        return List.copyOf(points);
    }
}
