package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageResult;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.Proposals;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole trainings of every system on real, small pictures. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = NativeObjects.COUNT, mode = ResourceAccessMode.READ)
class DetectionSystemsTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);

    /** Of systems that several tests look at, by kind: to train each again would take most of their time. */
    private static final Map<SystemKind, Trained> TRAINED = new EnumMap<>(SystemKind.class);

    @TempDir
    private static Path trainings;

    @TempDir
    private Path folder;

    /** A system trained with seed 1, its test and its file of weights. */
    private record Trained(Run run, Path file) {}

    private record Run(
            double averagePrecision,
            List<Detection> detections,
            Map<String, List<Double>> stages,
            double wallMilliseconds,
            Map<String, String> facts) {}

    @ParameterizedTest
    @EnumSource(SystemKind.class)
    void equalSeedsGiveEqualBits(SystemKind kind) throws InterruptedException {
        assertThat(run(kind, kind.steps(), 1).detections())
                .isNotEmpty()
                .isEqualTo(trained(kind).run().detections());
    }

    /** Fast R-CNN, which needs more steps from scratch, has {@code OverfittingTest}. */
    @ParameterizedTest
    @EnumSource(names = {"SLIDING_WINDOW", "RCNN", "SPP_NET", "FASTER_RCNN", "FASTER_RCNN_PYRAMID", "YOLO"})
    @Tag("slow")
    void fourPicturesAreLearnedByHeart(SystemKind kind) throws InterruptedException {
        // Regions of a network that has learned nothing are of little use to the detector above it.
        int steps = kind.needsNoSearch() ? 400 : 150;
        assertThat(run(kind, steps, 1).averagePrecision()).isGreaterThan(0.9);
    }

    /**
     * A busy machine may take the processor away between two pictures, where no stage is, and code that has not run yet
     * is slow there too; that happens to some rounds over the pictures, a stage that is missing to all of them.
     */
    @ParameterizedTest
    @EnumSource(SystemKind.class)
    void stagesAddUpToTheWallClockAndNoneIsInsideAnother(SystemKind kind) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, kind, 2, 1);
            DetectionSystem system = kind.create(parts);
            system.train((_, _, _) -> {}, Checkpoints.none());
            double missing = Double.POSITIVE_INFINITY;
            for (int round = 0; round < 100 && missing > 0.01; round++) {
                parts.timer().clear();
                Run run = test(system, parts);
                double gap = Math.abs(run.wallMilliseconds() - sumOfStages(kind, run)) / run.wallMilliseconds();
                missing = Math.min(missing, gap);
                assertThat(run.stages().get(StageTimer.UNACCOUNTED))
                        .allSatisfy(rest -> assertThat(rest).isNotNegative());
                assertThat(run.stages()).containsKeys("decode", "resize", "backbone", "box_decoding", "nms");
                assertThat(run.stages()).containsKeys(kind.ownStages());
            }
            assertThat(missing).as("part of the time in no stage, or in two").isLessThanOrEqualTo(0.01);
        }
    }

    /** Proposals that were searched ahead lie outside of the wall clock, a network's own inside. */
    private static double sumOfStages(SystemKind kind, Run run) {
        boolean own = kind.makesItsProposals();
        return run.stages().entrySet().stream()
                .filter(stage -> own || !stage.getKey().equals("proposals"))
                .flatMap(stage -> stage.getValue().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    @ParameterizedTest
    @EnumSource(SystemKind.class)
    void whatASystemCostsIsReported(SystemKind kind) throws InterruptedException {
        Map<String, String> facts = trained(kind).run().facts();
        switch (kind) {
            case SLIDING_WINDOW -> assertThat(facts).containsKeys("windows_an_image", "microseconds_a_window");
            case RCNN, FAST_RCNN_SVM -> assertThat(facts).containsKeys("features_on_disk_mb", "training_stages_s");
            case SPP_NET -> assertThat(facts).containsKeys("pyramids_on_disk_mb", "training_stages_s");
            case YOLO -> assertThat(facts).containsExactly(entry("training_objects_without_a_cell", "0 of 4"));
            default -> assertThat(facts).isEmpty();
        }
        assertThat(folder(kind).resolve("features").toFile().listFiles()).isNullOrEmpty();
    }

    @ParameterizedTest
    @EnumSource(SystemKind.class)
    void aSystemRestoredFromItsFileFindsTheSameAgain(SystemKind kind) throws InterruptedException {
        Trained trained = trained(kind);
        assertThat(trained.run().detections()).isNotEmpty();
        assertThat(detections(kind, 2, system -> system.restore(Safetensors.open(trained.file()))))
                .isEqualTo(trained.run().detections());
    }

    /** Stopped in the middle of its first training, by a listener as by a signal, and taken up by another process. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "FASTER_RCNN",
                "FASTER_RCNN_ALTERNATING",
                "FASTER_RCNN_PYRAMID_ALTERNATING",
                "FASTER_RCNN_STAGE",
                "YOLO"
            })
    void aTrainingGoesOnFromItsCheckpointToTheSameBits(SystemKind kind) throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        var checkpoints = Checkpoints.in(state, "key", Duration.ofDays(1));
        List<Detection> whole = trained(kind).run().detections();
        detections(
                kind,
                1,
                system -> assertThatThrownBy(() -> system.train(
                                (step, _, _) -> {
                                    if (step == 3) {
                                        throw new InterruptedException();
                                    }
                                },
                                checkpoints))
                        .isInstanceOf(InterruptedException.class));
        assertThat(Checkpoints.step(state, "key")).hasValue(3);
        assertThat(whole).isNotEmpty();
        assertThat(detections(
                        kind,
                        1,
                        system -> assertThat(system.train((_, _, _) -> {}, checkpoints)
                                        .resumedAt())
                                .isEqualTo(3)))
                .isEqualTo(whole);
    }

    private static Path folder(SystemKind kind) {
        return trainings.resolve(kind.name());
    }

    private static Trained trained(SystemKind kind) throws InterruptedException {
        synchronized (TRAINED) {
            Trained known = TRAINED.get(kind);
            if (known == null) {
                known = train(kind);
                TRAINED.put(kind, known);
            }
            return known;
        }
    }

    private static Trained train(SystemKind kind) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(folder(kind), engine, kind, kind.steps(), 1);
            DetectionSystem system = kind.create(parts);
            system.train((_, _, _) -> {}, Checkpoints.none());
            Path file = trainings.resolve(kind + ".safetensors");
            Safetensors.write(file, NamedTensors.of(system.weights()), new TreeMap<>());
            return new Trained(test(system, parts), file);
        }
    }

    private interface Preparation {
        void prepare(DetectionSystem system) throws InterruptedException;
    }

    private List<Detection> detections(SystemKind kind, long seed, Preparation preparation)
            throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, kind, kind.steps(), seed);
            DetectionSystem system = kind.create(parts);
            preparation.prepare(system);
            return test(system, parts).detections();
        }
    }

    private Run run(SystemKind kind, int steps, long seed) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, kind, steps, seed);
            DetectionSystem system = kind.create(parts);
            system.train((_, _, _) -> {}, Checkpoints.none());
            return test(system, parts);
        }
    }

    private SystemParts parts(Engine engine, SystemKind kind, int steps, long seed) throws InterruptedException {
        return parts(folder, engine, kind, steps, seed);
    }

    private static SystemParts parts(Path folder, Engine engine, SystemKind kind, int steps, long seed)
            throws InterruptedException {
        Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
        Proposals proposals = new ProposalSearch(Models.GRID, folder, 1).of(data.train(), _ -> {});
        var settings = new TrainSettings(
                steps, kind.images(), kind.flips(), Precision.F32, kind.rate(), 0.9, 5e-4, new Schedule.Constant(10));
        return new SystemParts(
                engine,
                data,
                proposals,
                new ImageScales(DATA, 64),
                settings,
                TestSettings.ONE_SCALE,
                new RandomStreams(seed),
                new StageTimer(),
                folder.resolve("features"),
                InitialWeights.NONE,
                false);
    }

    private static Run test(DetectionSystem system, SystemParts parts) {
        List<Detection> all = new ArrayList<>();
        List<ImageResult> images = new ArrayList<>();
        long nanoseconds = 0;
        for (Sample<TrueObjects> sample : parts.data().train()) {
            long start = System.nanoTime();
            List<Detection> found = system.detect(sample);
            nanoseconds += System.nanoTime() - start;
            all.addAll(found);
            images.add(new ImageResult(
                    sample.id(),
                    sample.truth().objects().stream().map(GroundTruth::of).toList(),
                    found));
        }
        int classes = parts.data().classes().size();
        var report = DetectionMetrics.report(
                new EvaluationInput(classes, images), parts.data().classes());
        return new Run(
                report.metrics().getOrDefault("ap50", Double.NaN),
                all,
                parts.timer().milliseconds(),
                nanoseconds / 1e6,
                system.facts());
    }
}
