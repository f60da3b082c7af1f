package dev.roilab.testing;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.nn.Schedule;
import dev.roilab.task.Learner;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import dev.roilab.task.segmentation.SegmentationTask;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Small trainings of systems that name the class of every pixel.
 *
 * @param folder for what a training keeps on disk
 */
public record PixelTrials<S extends ModelSettings>(Recipe<S, LabelMap> recipe, S model, double rate, Path folder) {
    /** Six pictures of one or two large shapes, no multiple of a stride wide. */
    public static final DataSettings DATA = new DataSettings.Shapes(5, 44, 36, 6, 2, 2, 2, 14, 28, 0.2, 0.2, 3, 36, 44);

    /** What a learner is asked for once it is ready. */
    public interface Use<R> {
        R of(Learner<LabelMap> learner, SystemParts parts) throws InterruptedException;
    }

    /** A learner with fresh weights of a seed, on an engine of its own. */
    public <R> R with(long seed, int steps, Use<R> use) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var settings = new TrainSettings(steps, 3, true, Precision.F32, rate, 0.9, 5e-4, new Schedule.Constant(5));
            var parts = FreshParts.of(engine, DATA, settings, seed, folder);
            return use.of(recipe.create(parts, model), parts);
        }
    }

    /** How a training of so many steps went, and the mean IU on the pictures that it saw. */
    public record Trained(double firstLoss, double lastLoss, double meanIou, List<String> stages) {}

    /** Trains from seed 1. */
    public Trained trained(int steps) throws InterruptedException {
        return with(1, steps, (learner, parts) -> {
            TrainingOutcome outcome = learner.train((_, _, _) -> {}, Checkpoints.none());
            var points = outcome.points();
            double iou = meanIou(learner, parts);
            return new Trained(
                    points.getFirst().losses().total(),
                    points.getLast().losses().total(),
                    iou,
                    List.copyOf(parts.timer().milliseconds().keySet()));
        });
    }

    /** Of the training split. */
    public static double meanIou(Learner<LabelMap> learner, SystemParts parts) {
        Dataset<LabelMap> read = SegmentationTask.INSTANCE.read(parts.data());
        List<Tested<LabelMap, LabelMap>> tested = read.train().stream()
                .map(sample -> new Tested<>(sample, learner.predict(sample)))
                .toList();
        return Objects.requireNonNull(SegmentationTask.INSTANCE
                .evaluate(new TestSet<>(read.classes(), tested))
                .metrics()
                .get("mean_iou"));
    }

    /** What saying background everywhere gets. */
    public static double backgroundIou() {
        Dataset<LabelMap> read = SegmentationTask.INSTANCE.read(DataSets.load(DATA, Optional.empty()));
        List<Tested<LabelMap, LabelMap>> tested = read.train().stream()
                .map(sample -> new Tested<>(
                        sample,
                        LabelMap.of(sample.height(), sample.width(), new byte[sample.height() * sample.width()])))
                .toList();
        return Objects.requireNonNull(SegmentationTask.INSTANCE
                .evaluate(new TestSet<>(read.classes(), tested))
                .metrics()
                .get("mean_iou"));
    }

    /** All weights, as text, and what is found with them in the training split. */
    public record Found(List<String> weights, List<LabelMap> labels) {}

    /** What is learned, and found in the training split after some steps from a seed. */
    public Found found(long seed, int steps) throws InterruptedException {
        return with(seed, steps, (learner, parts) -> {
            learner.train((_, _, _) -> {}, Checkpoints.none());
            return found(learner, parts);
        });
    }

    /** The same, stopped half-way and taken up again. */
    public Found resumed(long seed, int steps) throws InterruptedException {
        var checkpoints = Checkpoints.in(folder, "key", Duration.ofHours(1));
        TrainingListener stopping = (step, _, _) -> {
            if (step == steps / 2) {
                throw new InterruptedException("half-way");
            }
        };
        with(seed, steps, (learner, _) -> {
            try {
                learner.train(stopping, checkpoints);
                throw new AssertionError("it was not stopped");
            } catch (InterruptedException _) {
                return 0;
            }
        });
        return with(seed, steps, (learner, parts) -> {
            TrainingOutcome outcome = learner.train((_, _, _) -> {}, checkpoints);
            if (outcome.resumedAt() == 0) {
                throw new AssertionError("it began anew");
            }
            return found(learner, parts);
        });
    }

    private static Found found(Learner<LabelMap> learner, SystemParts parts) {
        List<Sample<TrueObjects>> pictures = parts.data().train();
        return new Found(
                learner.weights().stream()
                        .map(each -> each.name() + Arrays.toString(each.value().toFloats()))
                        .toList(),
                pictures.stream().map(learner::predict).toList());
    }
}
