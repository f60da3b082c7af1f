package dev.roilab.model.localizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.task.Learner;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import dev.roilab.task.localization.FoundClass;
import dev.roilab.task.localization.LocalizationTask;
import dev.roilab.task.localization.LocatedClass;
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

class LocalizerTest {
    /** Eight pictures of one shape each, of four kinds. */
    private static final DataSettings DATA = new DataSettings.Shapes(5, 48, 48, 8, 2, 4, 1, 24, 40, 0, 0.2, 3, 48, 48);

    @TempDir
    private Path folder;

    private static LocalizerSettings model(List<Integer> hidden, double dropout) {
        return new LocalizerSettings(
                new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                Optional.of(new RoiLayer.Spp(List.of(4, 1))),
                new PictureHead(hidden, dropout),
                hidden.isEmpty() ? LocalizerSettings.Boxes.ONE : LocalizerSettings.Boxes.BY_CLASS,
                new BoxLoss.SmoothL1(0.1, 1));
    }

    private SystemParts parts(Engine engine, int steps, long seed) {
        var settings = new TrainSettings(steps, 8, true, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Constant(5));
        return FreshParts.of(engine, DATA, settings, seed, folder);
    }

    /** The error on the pictures that it was trained on. */
    private static double error(Learner<FoundClass> learner, Dataset<TrueObjects> data) {
        Dataset<LocatedClass> read = LocalizationTask.INSTANCE.read(data);
        List<Tested<LocatedClass, FoundClass>> tested = read.train().stream()
                .map(sample -> new Tested<>(sample, learner.predict(sample)))
                .toList();
        return Objects.requireNonNull(LocalizationTask.INSTANCE
                .evaluate(new TestSet<>(data.classes(), tested))
                .metrics()
                .get("localization_error"));
    }

    @Test
    void eightPicturesAreLearnedByHeart() throws InterruptedException {
        for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(32))) {
            try (Engine engine = Engines.create("cpu", "cpu", 1)) {
                SystemParts parts = parts(engine, 300, 1);
                var learner = new LocalizerLearner(parts, model(hidden, hidden.isEmpty() ? 0 : 0.2));
                learner.train((_, _, _) -> {}, Checkpoints.none());
                assertThat(error(learner, parts.data())).isZero();
                assertThat(parts.timer().milliseconds().keySet())
                        .containsAll(new LocalizerRecipe().stages(model(hidden, 0)));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAFileTheSameScores() throws InterruptedException {
        Path file = folder.resolve("localizer.safetensors");
        List<FoundClass> trained = scores(1, learner -> {
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

    private interface Preparation {
        void prepare(Learner<FoundClass> learner) throws InterruptedException;
    }

    private List<FoundClass> scores(long seed, Preparation preparation) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, 4, seed);
            Learner<FoundClass> learner = new LocalizerRecipe().create(parts, model(List.of(16), 0.2));
            preparation.prepare(learner);
            List<Sample<TrueObjects>> pictures = parts.data().train();
            return pictures.stream().map(learner::predict).toList();
        }
    }
}
