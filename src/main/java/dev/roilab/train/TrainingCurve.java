package dev.roilab.train;

import java.util.ArrayList;
import java.util.List;

/** The losses of a training, averaged over stretches of equal length; steps without regions have none. */
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
    private int passed;
    private int skipped;

    TrainingCurve(int steps, int points) {
        this.stretch = Math.max(1, steps / points);
    }

    void add(int step, double stepClassification, double stepBox, double rate) {
        classification += stepClassification;
        box += stepBox;
        count++;
        pass(step, rate);
    }

    /** A step that had no regions to learn from; a stretch of nothing else has no point. */
    void skip(int step, double rate) {
        skipped++;
        pass(step, rate);
    }

    private void pass(int step, double rate) {
        passed++;
        if (passed < stretch) {
            return;
        }
        if (count > 0) {
            points.add(new Point(step, classification / count, box / count, rate));
        }
        classification = 0;
        box = 0;
        count = 0;
        passed = 0;
    }

    /** Steps without regions. */
    public int skipped() {
        return skipped;
    }

    public List<Point> points() {
        return List.copyOf(points);
    }

    /** The points and the open stretch as text from which {@link #restore} makes an equal curve. */
    String save() {
        var lines = new ArrayList<String>();
        lines.add(classification + " " + box + " " + count + " " + passed + " " + skipped);
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
        passed = Integer.parseInt(open[3]);
        skipped = Integer.parseInt(open[4]);
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
