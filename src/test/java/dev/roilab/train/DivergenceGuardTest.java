package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.detect.InitialWeights;
import dev.roilab.nn.Losses;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Schedule;
import dev.roilab.nn.Values;
import dev.roilab.nn.WeightException;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.TestEngine;
import dev.roilab.testing.TwoLosses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergenceGuardTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    @TempDir
    private Path folder;

    /** A training whose losses stay finite whatever becomes of the weights. */
    private void train(int steps, int badStep, Checkpoints checkpoints) throws InterruptedException {
        try (Engine engine = TestEngine.create(1)) {
            var sound = new Parameter("fc6.weight", engine.zeros(SHAPE), 1, 1);
            var spoiled = new Parameter("fc7.weight", engine.zeros(SHAPE), 1, 1);
            float[] bad = {1, 2, Float.NaN, Float.NEGATIVE_INFINITY, 3, 4};
            var step = new int[1];
            TrainingLoop.Step<Integer> work = (batch, _, rate) -> {
                step[0]++;
                if (step[0] == badStep) {
                    Tensor numbers = engine.tensor(bad, SHAPE);
                    engine.copy(numbers, spoiled.value());
                }
                return Optional.of(TwoLosses.of(0.5, 0.25));
            };
            var recipe = new TrainingLoop.Recipe(steps, 0.5, new Schedule.Constant(0));
            new TrainingLoop<>(engine, recipe, List.of(sound, spoiled), List.of(), work, batch -> List.of("an image"))
                    .run(batch -> batch, (done, all, losses) -> {}, checkpoints);
        }
    }

    /** Means over stretches of ten, and over the four steps since the last of them. */
    @Test
    void theCurveUpToTheFirstBadStepIsHeard() {
        List<TrainingCurve.Point> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(int step, int steps, Losses losses) {}

            @Override
            public void ended(TrainingCurve curve) {
                heard.addAll(curve.pointsSoFar());
            }
        };
        try (Engine engine = TestEngine.create(1)) {
            var weight = new Parameter("fc6.weight", engine.zeros(SHAPE), 1, 1);
            TrainingLoop.Step<Integer> work =
                    (batch, _, rate) -> Optional.of(TwoLosses.of(batch == 24 ? Double.NaN : batch + 1, 0.25));
            var loop = new TrainingLoop<>(
                    engine,
                    new TrainingLoop.Recipe(1000, 0.5, new Schedule.Constant(0)),
                    List.of(weight),
                    List.of(),
                    work,
                    batch -> List.of("an image"));
            assertThatThrownBy(() -> loop.run(batch -> batch, listener, Checkpoints.none()))
                    .hasMessageStartingWith("loss not finite at step 25: ");
        }
        assertThat(heard)
                .containsExactly(
                        new TrainingCurve.Point(10, TwoLosses.of(5.5, 0.25), 0.5),
                        new TrainingCurve.Point(20, TwoLosses.of(15.5, 0.25), 0.5),
                        new TrainingCurve.Point(24, TwoLosses.of(22.5, 0.25), 0.5));
    }

    @Test
    void weightsThatAreNotFiniteEndATrainingAtTheNextPointOfItsCurve() throws InterruptedException {
        train(20, 21, Checkpoints.none());
        assertThatThrownBy(() -> train(20, 3, Checkpoints.none()))
                .isInstanceOf(DivergedException.class)
                .hasMessage("weights not finite after step 3, at learning rate 0.5: fc7.weight (2 of 6 numbers);"
                        + " a smaller train.rate or a longer warm-up may help");
        assertThatThrownBy(() -> train(250, 3, Checkpoints.none()))
                .isInstanceOfSatisfying(
                        DivergedException.class,
                        diverged -> assertThat(diverged.step()).isEqualTo(4));
    }

    @Test
    void weightsThatAreNotFiniteAtTheEndAreFoundBetweenPointsToo() {
        assertThatThrownBy(() -> train(251, 251, Checkpoints.none()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("after step 251");
    }

    @Test
    void noCheckpointIsWrittenOfThem() {
        var checkpoints = Checkpoints.in(folder, "a training", Duration.ZERO);
        assertThatThrownBy(() -> train(1000, 1, checkpoints)).hasMessageContaining("after step 1,");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileOfWeightsThatAreNotFiniteIsRefusedWithTheirNamesAndCounts() {
        Path file = folder.resolve("weights.safetensors");
        var tensors = new TreeMap<>(Map.of(
                "a", new Values(SHAPE, new float[] {1, Float.NaN, 3, Float.POSITIVE_INFINITY, 5, 6}),
                "b", new Values(SHAPE, new float[6]),
                "c", new Values(Shape.of(1), new float[] {Float.NEGATIVE_INFINITY})));
        Safetensors.write(file, NamedTensors.of(tensors), new TreeMap<>());
        Safetensors read = Safetensors.open(file);
        try (Engine engine = TestEngine.create(1)) {
            List<Parameter> targets = List.of(
                    new Parameter("a", engine.zeros(SHAPE), 1, 1),
                    new Parameter("b", engine.zeros(SHAPE), 1, 1),
                    new Parameter("c", engine.zeros(Shape.of(1)), 1, 1));
            assertThatThrownBy(() -> WeightLoader.load(engine, targets, read, name -> false))
                    .isInstanceOf(WeightException.class)
                    .hasMessage(
                            "%1$s: a: 2 of 6 numbers are NaN or infinite; the training that wrote it has diverged\n"
                                    + "%1$s: c: 1 of 1 numbers are NaN or infinite; the training that wrote it has"
                                    + " diverged",
                            file);
            assertThat(engine.elementwise().nonFinite(targets.getFirst().value()))
                    .isZero();
        }
        assertThatThrownBy(() -> InitialWeights.of(read)).isInstanceOf(WeightException.class);
    }

    @Test
    void aNanAmongScoresOrOffsetsIsNotLeftOutInSilence() {
        float[] sound = {0, 1, Float.POSITIVE_INFINITY};
        DivergenceGuard.requireNumbers("the test of image 000001", "scores and box offsets", sound, sound);
        assertThatThrownBy(() -> DivergenceGuard.requireNumbers(
                        "the test of image 000001", "scores and box offsets", new float[] {1, Float.NaN}, sound))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("image 000001")
                .hasMessageContaining("1 of 5");
        assertThatThrownBy(() -> DivergenceGuard.requireNumbers(
                        "the test of image 000001", "scores and box offsets", sound, new float[] {Float.NaN}))
                .isInstanceOf(DivergedException.class);
    }

    @Test
    void aDamagedCheckpointOfADivergedTrainingIsNotResumed() throws Exception {
        Path file = folder.resolve("checkpoint.safetensors");
        var tensors = new TreeMap<>(Map.of(
                "fc6.weight", new Values(SHAPE, new float[] {1, Float.NaN, 3, 4, 5, 6}),
                "fc7.weight", new Values(SHAPE, new float[6])));
        NamedTensors named = NamedTensors.of(tensors);
        Safetensors.write(
                file, named, new TreeMap<>(Map.of("key", "a training", "step", "3", "sha256", WeightDigest.of(named))));
        train(5, 6, Checkpoints.in(folder, "a training", Duration.ofHours(1)));
        assertThat(Files.exists(folder.resolve("weights.safetensors"))).isTrue();
    }
}
