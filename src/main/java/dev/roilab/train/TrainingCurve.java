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

    /** Takes in a step; true where that ended a stretch. */
    boolean add(int step, double stepClassification, double stepBox, double rate) {
        classification += stepClassification;
        box += stepBox;
        count++;
        boolean ends = count == stretch;
        if (ends) {
            points.add(new Point(step, classification / count, box / count, rate));
            classification = 0;
            box = 0;
            count = 0;
        }
        return ends;
    }

    public List<Point> points() {
        return List.copyOf(points);
    }

    /** The points and the open stretch as text from which {@link #restore} makes an equal curve. */
    String save() {
        var lines = new ArrayList<String>();
        lines.add(classification + " " + box + " " + count);
        points.forEach(p -> lines.add(p.step() + " " + p.classification() + " " + p.box() + " " + p.rate()));
        return String.join("\n", lines);
    }

    /** Takes the course that {@link #save} wrote. */
    void restore(String saved) {
        List<String[]> lines = saved.lines().map(line -> line.split(" ", -1)).toList();
        String[] open = lines.getFirst();
        classification = Double.parseDouble(open[0]);
        box = Double.parseDouble(open[1]);
        count = Integer.parseInt(open[2]);
        points.clear();
        for (String[] point : lines.subList(1, lines.size())) {
            points.add(new Point(
                    Integer.parseInt(point[0]),
                    Double.parseDouble(point[1]),
                    Double.parseDouble(point[2]),
                    Double.parseDouble(point[3])));
        }
    }
}
