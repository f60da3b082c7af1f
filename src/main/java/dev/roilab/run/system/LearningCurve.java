package dev.roilab.run.system;

import dev.roilab.data.Annotation;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.LearningCurveSettings;
import dev.roilab.detect.SystemParts;
import dev.roilab.file.JsonFile;
import dev.roilab.nn.Losses;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.task.Curve;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.Learner;
import dev.roilab.task.LearningCurves;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import dev.roilab.train.TrainingCurve;
import dev.roilab.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;

/**
 * Tests a network along its training and keeps what came of it beside the training's weights, point by point: who takes
 * the weights from there, or goes on after a stop, has the points before. It runs between two steps, whose clock stands
 * still, and leaves no lap in the system's timer.
 *
 * @param <T> what is true of an image
 * @param <P> what is found in one
 */
final class LearningCurve<T extends Annotation<T>, P> implements TrainingListener {
    private final LearningCurveSettings settings;
    private final Task<T, P> task;
    private final Learner<P> system;
    private final SystemParts parts;
    private final Path file;
    private final TrialExecutor.Progress progress;
    private final TrainingListener listener;
    private final SortedMap<Integer, Point> points;

    /** Of as many steps as the training has; read and reckoned at its first. */
    private Optional<Plan<T>> plan = Optional.empty();

    /** After which steps there are tests, on what. */
    private record Plan<T extends Annotation<T>>(SortedSet<Integer> steps, Dataset<T> few) {}

    /**
     * A test.
     *
     * @param training the measure on training pictures; absent where it is not defined on them
     * @param test the same on test pictures
     */
    private record Point(Optional<Double> training, Optional<Double> test) {}

    /**
     * Of one training.
     *
     * @param file with the points that were made before, if there are any
     * @param listener hears of each step first
     */
    LearningCurve(
            LearningCurveSettings settings,
            Task<T, P> task,
            Learner<P> system,
            SystemParts parts,
            Path file,
            TrialExecutor.Progress progress,
            TrainingListener listener) {
        this.settings = settings;
        this.task = task;
        this.system = system;
        this.parts = parts;
        this.file = file;
        this.progress = progress;
        this.listener = listener;
        this.points = read(file);
    }

    private static SortedMap<Integer, Point> read(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? new TreeMap<>(JsonFile.readJson(file, new TypeReference<TreeMap<Integer, Point>>() {}))
                    : new TreeMap<>();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public void stepped(int step, int steps, Losses losses) throws InterruptedException {
        listener.stepped(step, steps, losses);
        Plan<T> known = plan.orElseGet(() -> new Plan<>(settings.steps(steps), task.read(few())));
        plan = Optional.of(known);
        if (known.steps().contains(step)) {
            Dataset<T> read = known.few();
            int all = read.train().size() + read.test().size();
            points.put(
                    step,
                    new Point(
                            measured(read, read.train(), 0, all),
                            measured(read, read.test(), read.train().size(), all)));
            parts.timer().clear();
            write();
        }
    }

    private Optional<Double> measured(Dataset<T> read, List<Sample<T>> samples, int before, int all)
            throws InterruptedException {
        List<Tested<T, P>> images = new ArrayList<>();
        for (Sample<T> sample : samples) {
            images.add(new Tested<>(sample, system.predict(sample)));
            progress.stepped(before + images.size(), all, "learning curve");
        }
        List<String> classes = read.classes();
        var tested = new TestSet<>(classes, images, parts.test().similarLabels(classes));
        return LearningCurves.measure(task)
                .map(measure -> task.evaluate(tested).metrics().get(measure.name()))
                .filter(Double::isFinite);
    }

    private void write() {
        try {
            JsonFile.writeJson(file, points);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void ended(TrainingCurve curve) {
        listener.ended(curve);
    }

    /** What came of it so far; of a measure that was never defined, none. */
    List<Curve> curves() {
        Dataset<TrueObjects> few = few();
        return LearningCurves.measure(task)
                .map(measure -> Stream.of(
                                curve(LearningCurves.test(measure, few.test().size()), Point::test),
                                curve(
                                        LearningCurves.training(
                                                measure, few.train().size()),
                                        Point::training))
                        .filter(curve -> !curve.whole().across().isEmpty())
                        .toList())
                .orElse(List.of());
    }

    private Dataset<TrueObjects> few() {
        return parts.data().first(settings.images(), settings.images());
    }

    private Curve curve(CurveInfo info, Function<Point, Optional<Double>> side) {
        List<Double> across = new ArrayList<>();
        List<Double> up = new ArrayList<>();
        points.forEach((step, point) -> side.apply(point).ifPresent(value -> {
            across.add((double) step);
            up.add(value);
        }));
        return new Curve(info, new Curve.Line(across, up), List.of());
    }
}
