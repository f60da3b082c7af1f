package dev.roilab.train;

import dev.roilab.nn.Losses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The losses of a training, averaged over stretches of equal length; steps without regions have none. */
public final class TrainingCurve {
    /**
     * Means over the steps since the previous point, of each term over those that had it.
     *
     * @param step last step of the stretch, counted from 1
     * @param rate learning rate of that step
     */
    public record Point(int step, Losses losses, double rate) {}

    /** Of one term over the open stretch. */
    private static final class Sum {
        private double value;
        private int steps;

        private void add(double more) {
            value += more;
            steps++;
        }
    }

    /** First line of a saved curve. The one before it had no such line, and two losses without names. */
    private static final String FORM = "losses by name";

    private static final String SUM = "sum";
    private static final String POINT = "point";

    private final int stretch;
    private final List<Point> points = new ArrayList<>();
    private final SequencedMap<String, Sum> sums = new LinkedHashMap<>();
    private int passed;
    private int skipped;
    private int lastStep;
    private double lastRate;

    TrainingCurve(int steps, int points) {
        this(Math.max(1, steps / points));
    }

    private TrainingCurve(int stretch) {
        this.stretch = stretch;
    }

    /** Takes in a step; true where that ended a stretch. */
    boolean add(int step, Losses losses, double rate) {
        losses.terms().forEach((name, value) -> sum(name).add(value));
        return pass(step, rate);
    }

    private Sum sum(String name) {
        return sums.computeIfAbsent(name, _ -> new Sum());
    }

    /** A step that had no regions to learn from; a stretch of nothing else has no point. True where it ended one. */
    boolean skip(int step, double rate) {
        skipped++;
        return pass(step, rate);
    }

    private boolean pass(int step, double rate) {
        passed++;
        lastStep = step;
        lastRate = rate;
        if (passed < stretch) {
            return false;
        }
        if (!sums.isEmpty()) {
            points.add(new Point(step, means(), rate));
        }
        sums.clear();
        passed = 0;
        return true;
    }

    private Losses means() {
        var means = new LinkedHashMap<String, Double>();
        sums.forEach((name, sum) -> means.put(name, sum.value / sum.steps));
        return new Losses(means);
    }

    /** Steps without regions. */
    public int skipped() {
        return skipped;
    }

    public List<Point> points() {
        return List.copyOf(points);
    }

    /** The points, and the open stretch as one more: of a training that does not get to that stretch's end. */
    public List<Point> pointsSoFar() {
        List<Point> all = new ArrayList<>(points);
        if (!sums.isEmpty() && lastStep > 0) {
            all.add(new Point(lastStep, means(), lastRate));
        }
        return List.copyOf(all);
    }

    /** The points and the open stretch as text from which {@link #restore} makes an equal curve. */
    String save() {
        var lines = new ArrayList<String>();
        lines.add(FORM);
        lines.add(passed + " " + skipped);
        sums.forEach((name, sum) -> lines.add(SUM + " " + name + " " + sum.value + " " + sum.steps));
        for (Point point : points) {
            var line = new StringBuilder(POINT + " " + point.step() + " " + point.rate());
            point.losses().terms().forEach((name, value) -> line.append(" " + name + " " + value));
            lines.add(line.toString());
        }
        return String.join("\n", lines);
    }

    /**
     * Takes the course that {@link #save} wrote.
     *
     * @throws IllegalArgumentException if this is no such text; nothing has changed
     */
    void restore(String saved) {
        List<String> lines = saved.lines().toList();
        if (lines.size() < 2 || !lines.getFirst().equals(FORM)) {
            throw new IllegalArgumentException("its losses begin with '%s', not with '%s': another version wrote them"
                    .formatted(lines.isEmpty() ? "" : lines.getFirst(), FORM));
        }
        var read = new TrainingCurve(stretch);
        try {
            String[] counts = lines.get(1).split(" ", -1);
            read.passed = Integer.parseInt(counts[0]);
            read.skipped = Integer.parseInt(counts[1]);
            lines.subList(2, lines.size()).forEach(line -> read.take(line.split(" ", -1)));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("its losses are damaged: " + e.getMessage(), e);
        }
        points.clear();
        points.addAll(read.points);
        sums.clear();
        sums.putAll(read.sums);
        passed = read.passed;
        skipped = read.skipped;
    }

    private void take(String[] words) {
        switch (words[0]) {
            case SUM -> {
                Sum sum = sum(words[1]);
                sum.value = Double.parseDouble(words[2]);
                sum.steps = Integer.parseInt(words[3]);
            }
            case POINT -> {
                var terms = new LinkedHashMap<String, Double>();
                for (int word = 3; word < words.length; word += 2) {
                    terms.put(words[word], Double.parseDouble(words[word + 1]));
                }
                points.add(new Point(Integer.parseInt(words[1]), new Losses(terms), Double.parseDouble(words[2])));
            }
            default -> throw new IllegalArgumentException("'" + words[0] + "' is neither a sum nor a point");
        }
    }
}
