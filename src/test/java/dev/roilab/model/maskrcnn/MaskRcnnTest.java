package dev.roilab.model.maskrcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.shapes.ShapeClass;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.task.Learner;
import dev.roilab.task.TestSet;
import dev.roilab.task.instance.FoundObject;
import dev.roilab.task.instance.InstanceTask;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import dev.roilab.testing.NativeObjects;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole trainings with each kind of branch on real, small pictures. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = NativeObjects.COUNT, mode = ResourceAccessMode.READ)
class MaskRcnnTest {
    private static final DataSettings DATA = new DataSettings.Shapes(
            5,
            64,
            64,
            4,
            2,
            2,
            2,
            24,
            48,
            0,
            0.2,
            3,
            Optional.of(List.of(ShapeClass.ARROW, ShapeClass.CHEVRON)),
            Optional.empty(),
            64,
            64);

    @TempDir
    private Path folder;

    enum Kind {
        SIGMOID,
        SOFTMAX,
        HEAT_MAPS,
        COORDINATES,
        BOTH;

        MaskRcnnSettings model() {
            FasterRcnnSettings detector = Models.fasterRcnn(
                    Models.with(
                            Models.sampling(64),
                            Models.fastRcnn(
                                    new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                                    new RoiLayer.RoiPool(4),
                                    new HeadSettings.Fc(List.of(32)),
                                    new BoxLoss.SmoothL1(1, 1),
                                    new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)))),
                    FasterRcnnSettings.Training.JOINT);
            return Models.maskRcnn(detector, mask(), keyPoints());
        }

        private Optional<MaskSettings> mask() {
            return switch (this) {
                case SIGMOID -> Optional.of(new MaskSettings(align(7), 2, 16, Optional.empty(), 0.5));
                case SOFTMAX ->
                    Optional.of(new MaskSettings(align(7), 2, 16, Optional.of(MaskSettings.Outputs.SOFTMAX), 0.5));
                case BOTH -> Optional.of(new MaskSettings(new RoiLayer.RoiPool(7), 1, 8, Optional.empty(), 0.5));
                case HEAT_MAPS, COORDINATES -> Optional.empty();
            };
        }

        private Optional<KeyPointSettings> keyPoints() {
            return switch (this) {
                case SIGMOID, SOFTMAX -> Optional.empty();
                case HEAT_MAPS ->
                    Optional.of(new KeyPointSettings(
                            align(7), 2, 16, new KeyPointSettings.Outputs.HeatMap(Optional.empty())));
                case COORDINATES ->
                    Optional.of(new KeyPointSettings(
                            new RoiLayer.RoiWarp(7, Optional.of(2), Optional.empty()),
                            1,
                            16,
                            new KeyPointSettings.Outputs.Coordinates(0.1)));
                case BOTH ->
                    Optional.of(new KeyPointSettings(
                            align(5), 1, 8, new KeyPointSettings.Outputs.HeatMap(Optional.of(true))));
            };
        }
    }

    private static RoiLayer align(int side) {
        return new RoiLayer.RoiAlign(side, Optional.of(2), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void equalSeedsGiveEqualBits(Kind kind) throws InterruptedException {
        List<String> found = found(kind, 3, system -> system.train((_, _, _) -> {}, Checkpoints.none()));
        assertThat(found).isNotEmpty();
        assertThat(found(kind, 3, system -> system.train((_, _, _) -> {}, Checkpoints.none())))
                .isEqualTo(found);
    }

    @Test
    void aSystemRestoredFromItsFileFindsTheSameAgain() throws InterruptedException {
        Path file = folder.resolve("detector.safetensors");
        List<String> found = found(Kind.BOTH, 1, system -> {
            system.train((_, _, _) -> {}, Checkpoints.none());
            Safetensors.write(file, NamedTensors.of(system.weights()), new TreeMap<>());
        });
        assertThat(found).isNotEmpty();
        assertThat(found(Kind.BOTH, 2, system -> system.restore(Safetensors.open(file))))
                .isEqualTo(found);
    }

    @Test
    void aTrainingGoesOnFromItsCheckpointToTheSameBits() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        var checkpoints = Checkpoints.in(state, "key", Duration.ofDays(1));
        List<String> whole = found(Kind.BOTH, 1, system -> system.train((_, _, _) -> {}, Checkpoints.none()));
        found(
                Kind.BOTH,
                1,
                system -> assertThatThrownBy(() -> system.train(
                                (step, _, _) -> {
                                    if (step == 3) {
                                        throw new InterruptedException();
                                    }
                                },
                                checkpoints))
                        .isInstanceOf(InterruptedException.class));
        assertThat(found(Kind.BOTH, 1, system -> system.train((_, _, _) -> {}, checkpoints)))
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGMOID", "SOFTMAX", "HEAT_MAPS", "COORDINATES"})
    @Tag("slow")
    void fourPicturesAreLearnedByHeart(Kind kind) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            // Coordinates come to rest later than maps do.
            SystemParts parts = parts(engine, kind == Kind.COORDINATES ? 1000 : 600, 1);
            var system = new MaskRcnnLearner(parts, kind.model());
            system.train((_, _, _) -> {}, Checkpoints.none());
            Map<String, Double> metrics = MaskRcnnRecipe.taskOf(kind.model())
                    .evaluate(tested(system, parts.data()))
                    .metrics();
            assertThat(metrics.get("ap50")).isGreaterThan(0.9);
            switch (kind) {
                case HEAT_MAPS -> assertThat(metrics.get("oks_ap50")).isGreaterThan(0.9);
                case COORDINATES -> assertThat(metrics.get("pck20")).isGreaterThan(0.9999);
                default -> assertThat(metrics.get("mask_ap75")).isGreaterThan(0.8);
            }
        }
    }

    @Test
    void everyStageOfATestIsTimed() throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, 2, 1);
            var system = new MaskRcnnLearner(parts, Kind.BOTH.model());
            system.train((_, _, _) -> {}, Checkpoints.none());
            tested(system, parts.data());
            List<String> stages = new MaskRcnnRecipe().stages(Kind.BOTH.model());
            assertThat(stages).endsWith("nms", "masks", "pasting", "key_points");
            assertThat(parts.timer().milliseconds().keySet()).containsAll(stages);
        }
    }

    @Test
    void memoryStaysFlat() throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var system = new MaskRcnnLearner(parts(engine, 60, 1), Kind.BOTH.model());
            long[] live = new long[61];
            system.train((step, _, _) -> live[step] = engine.memory().liveBytes(), Checkpoints.none());
            assertThat(live[60]).isEqualTo(live[20]);
        }
    }

    @Test
    void dataThatLacksWhatABranchLearnsIsRefused() {
        DataSettings shapes = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
        Dataset<TrueObjects> circles = DataSets.load(shapes, Optional.empty());
        Dataset<TrueObjects> plain = circles.map(sample -> new TrueObjects(sample.truth().objects().stream()
                .map(object -> new TrueObject(object.label(), object.box(), false))
                .toList()));
        assertThatThrownBy(() -> new InstanceTask(true, true).read(plain))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("objects have no mask, the first in picture train-00000")
                .hasMessageContaining("data: no object has key points");
        assertThat(new InstanceTask(true, false).read(circles)).isSameAs(circles);
    }

    @Test
    void aModelWithoutABranchOrWithoutGridsIsRefused() {
        FasterRcnnSettings detector = Kind.SIGMOID.model().detector();
        assertThatThrownBy(() -> Models.maskRcnn(detector, Optional.empty(), Optional.empty()))
                .hasMessageContaining("mask-rcnn needs a branch");
        assertThatThrownBy(() -> new MaskSettings(new RoiLayer.Spp(List.of(2, 1)), 1, 8, Optional.empty(), 0.5))
                .hasMessageContaining("mask.roi must give each region a grid");
    }

    private interface Preparation {
        void prepare(Learner<List<FoundObject>> system) throws InterruptedException;
    }

    private static TestSet<TrueObjects, List<FoundObject>> tested(
            Learner<List<FoundObject>> system, Dataset<TrueObjects> data) {
        return new TestSet<>(
                data.classes(),
                data.train().stream()
                        .map(sample -> new TestSet.Tested<>(sample, system.predict(sample)))
                        .toList());
    }

    /** All that is found in the training pictures, as text, which tells all of it. */
    private List<String> found(Kind kind, long seed, Preparation preparation) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, 8, seed);
            var system = new MaskRcnnLearner(parts, kind.model());
            preparation.prepare(system);
            return tested(system, parts.data()).images().stream()
                    .flatMap(image -> image.found().stream())
                    .map(FoundObject::toString)
                    .toList();
        }
    }

    private SystemParts parts(Engine engine, int steps, long seed) {
        return new SystemParts(
                engine,
                DataSets.load(DATA, Optional.empty()),
                _ -> List.of(),
                new ImageScales(DATA, 64),
                new TrainSettings(steps, 4, true, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Constant(10)),
                TestSettings.ONE_SCALE,
                new RandomStreams(seed),
                new StageTimer(),
                folder,
                InitialWeights.NONE,
                false);
    }
}
