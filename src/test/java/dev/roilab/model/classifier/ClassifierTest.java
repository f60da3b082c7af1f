package dev.roilab.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.EfficientnetSettings;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.task.Learner;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import dev.roilab.task.classification.ClassScores;
import dev.roilab.task.classification.ClassificationTask;
import dev.roilab.task.classification.PictureClass;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.FreshParts;
import dev.roilab.train.Checkpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
    /** Eight pictures of one shape each, of four kinds. */
    private static final DataSettings DATA = new DataSettings.Shapes(5, 48, 48, 8, 2, 4, 1, 24, 40, 0, 0.2, 3, 48, 48);

    @TempDir
    private Path folder;

    private static ClassifierSettings model(List<Integer> hidden, double dropout) {
        return new ClassifierSettings(
                new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                hidden.isEmpty() ? Optional.empty() : Optional.of(new RoiLayer.Spp(List.of(2, 1))),
                new PictureHead(hidden, dropout));
    }

    private SystemParts parts(Engine engine, int steps, long seed) {
        var settings = new TrainSettings(steps, 8, true, Precision.F32, 0.05, 0.9, 5e-4, new Schedule.Constant(5));
        return FreshParts.of(engine, DATA, settings, seed, folder);
    }

    /** The error on the pictures that it was trained on. */
    private static double error(Learner<ClassScores> learner, Dataset<TrueObjects> data) {
        Dataset<PictureClass> read = ClassificationTask.INSTANCE.read(data);
        List<Tested<PictureClass, ClassScores>> tested = read.train().stream()
                .map(sample -> new Tested<>(sample, learner.predict(sample)))
                .toList();
        return Objects.requireNonNull(ClassificationTask.INSTANCE
                .evaluate(new TestSet<>(data.classes(), tested))
                .metrics()
                .get("top1_error"));
    }

    @Test
    void eightPicturesAreLearnedByHeart() throws InterruptedException {
        for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(32))) {
            try (Engine engine = Engines.create("cpu", "cpu", 1)) {
                SystemParts parts = parts(engine, 80, 1);
                var learner = new ClassifierLearner(parts, model(hidden, hidden.isEmpty() ? 0 : 0.2));
                learner.train((_, _, _) -> {}, Checkpoints.none());
                assertThat(error(learner, parts.data())).isZero();
                assertThat(parts.timer().milliseconds().keySet())
                        .containsAll(new ClassifierRecipe().stages(model(hidden, 0)));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAFileTheSameScores() throws InterruptedException {
        Path file = folder.resolve("classifier.safetensors");
        List<ClassScores> trained = scores(1, learner -> {
            learner.train((_, _, _) -> {}, Checkpoints.none());
            Safetensors.write(file, NamedTensors.of(learner.weights()), new TreeMap<>());
        });
        assertThat(scores(1, learner -> learner.train((_, _, _) -> {}, Checkpoints.none())))
                .isEqualTo(trained);
        assertThat(scores(2, learner -> learner.restore(Safetensors.open(file))))
                .isEqualTo(trained);
        assertThat(scores(2, learner -> learner.train((_, _, _) -> {}, Checkpoints.none())))
                .isNotEqualTo(trained);
    }

    /** Blocks that are left out come from the seed and the step; without them a training goes elsewhere. */
    @Test
    void aBackboneThatDrawsIsTrainedToTheSameBits() throws InterruptedException {
        List<ClassScores> trained = scores(1, drawing(0.5), ClassifierTest::train);
        assertThat(scores(1, drawing(0.5), ClassifierTest::train)).isEqualTo(trained);
        assertThat(scores(1, drawing(0), ClassifierTest::train)).isNotEqualTo(trained);
    }

    private static void train(Learner<ClassScores> learner) throws InterruptedException {
        learner.train((_, _, _) -> {}, Checkpoints.none());
    }

    private static ClassifierSettings drawing(double stochasticDepth) {
        var backbone = new EfficientnetSettings(
                EfficientnetSettings.Variant.B0,
                0.25,
                1,
                8,
                BackboneSettings.Norm.TRAINED,
                stochasticDepth,
                Optional.empty(),
                0);
        return new ClassifierSettings(backbone, Optional.empty(), new PictureHead(List.of(), 0));
    }

    private interface Preparation {
        void prepare(Learner<ClassScores> learner) throws InterruptedException;
    }

    private List<ClassScores> scores(long seed, Preparation preparation) throws InterruptedException {
        return scores(seed, model(List.of(16), 0.2), preparation);
    }

    private List<ClassScores> scores(long seed, ClassifierSettings model, Preparation preparation)
            throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, 4, seed);
            Learner<ClassScores> learner = new ClassifierRecipe().create(parts, model);
            preparation.prepare(learner);
            List<Sample<TrueObjects>> pictures = parts.data().train();
            return pictures.stream().map(learner::predict).toList();
        }
    }
}
