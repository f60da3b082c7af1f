package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.geometry.Box;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingOutcome;
import dev.roilab.train.WeightDigest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures in which there is nothing to learn from: neither objects nor proposals. */
public class StepsWithoutRegionsTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
    private static final int STEPS = 8;
    private static final List<String> FAST_RCNN = List.of("classification", "box");

    @TempDir
    private Path folder;

    /** A picture of which nobody marked the objects. */
    public record Unmarked(Sample<TrueObjects> picture) implements Sample<TrueObjects> {
        @Override
        public String id() {
            return picture.id();
        }

        @Override
        public int width() {
            return picture.width();
        }

        @Override
        public int height() {
            return picture.height();
        }

        @Override
        public TrueObjects truth() {
            return new TrueObjects(List.of());
        }

        @Override
        public Pixels read() {
            return picture.read();
        }
    }

    /** No boxes in unmarked pictures; in the others the objects' boxes, a little moved, and the four corners. */
    private static final class FewBoxes implements Proposals {
        @Override
        public List<Box> of(Sample<?> sample) {
            List<Box> boxes = new ArrayList<>();
            for (TrueObject object : ((TrueObjects) sample.truth()).objects()) {
                Box box = object.box();
                boxes.add(new Box(box.x1() + 1, box.y1(), box.x2() + 1, box.y2()).clip(64, 64));
                boxes.addAll(List.of(
                        new Box(0, 0, 20, 20),
                        new Box(44, 0, 64, 20),
                        new Box(0, 44, 20, 64),
                        new Box(44, 44, 64, 64)));
            }
            return boxes;
        }
    }

    /** A picture without objects is background to a region proposal network, and to the detector above it. */
    @Test
    void areBackgroundWhereAPictureHasRegionsAnyway() throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, 2);
            DetectionSystem system = SystemKind.FASTER_RCNN.create(parts);
            TrainingOutcome outcome = system.train((_, _, _) -> {}, Checkpoints.none());
            assertThat(outcome.skipped()).isZero();
            assertThat(outcome.points()).hasSize(STEPS).allSatisfy(point -> {
                assertThat(point.losses().areFinite()).isTrue();
                assertThat(point.losses().terms().sequencedKeySet())
                        .containsExactly("classification", "box", "objectness", "rpn_box");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"FASTER_RCNN.*"})
    void areLeftOutAndCounted(SystemKind kind) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, 2);
            DetectionSystem system = kind.create(parts);
            TrainingOutcome outcome = system.train((_, _, _) -> {}, Checkpoints.none());
            // R-CNN and SPPnet draw from the windows of all pictures, the sliding window from its own: none is empty.
            boolean byPicture = kind.name().startsWith("FAST_RCNN");
            assertThat(outcome.skipped()).isEqualTo(byPicture ? STEPS / 2 : 0);
            assertThat(outcome.points()).hasSize(byPicture ? STEPS / 2 : STEPS).allSatisfy(point -> {
                assertThat(point.losses().areFinite()).isTrue();
                assertThat(point.losses().terms().sequencedKeySet())
                        .containsExactlyElementsOf(byPicture ? FAST_RCNN : List.of("classification"));
            });
            assertThat(WeightDigest.of(NamedTensors.of(system.weights())))
                    .isNotEqualTo(
                            WeightDigest.of(NamedTensors.of(kind.create(parts).weights())));
            Sample<TrueObjects> unmarked = parts.data().train().getFirst();
            if (kind == SystemKind.SLIDING_WINDOW) {
                assertThat(system.detect(unmarked)).isNotNull();
            } else {
                assertThat(system.detect(unmarked)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"SLIDING_WINDOW", "FASTER_RCNN.*"})
    void aTrainingOfNothingElseIsAnErrorInTheData(SystemKind kind) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            DetectionSystem system = kind.create(parts(engine, 4));
            assertThatThrownBy(() -> system.train((_, _, _) -> {}, Checkpoints.none()))
                    .isInstanceOf(DataException.class)
                    .hasMessage("none of the 8 steps had a region to learn from; look at the proposals"
                            + " and the overlaps of model.sampling");
        }
    }

    /** @param unmarked how many of the four training pictures have neither objects nor proposals */
    private SystemParts parts(Engine engine, int unmarked) {
        Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
        List<Sample<TrueObjects>> train = IntStream.range(0, 4)
                .mapToObj(i -> {
                    Sample<TrueObjects> sample = data.train().get(i);
                    return i < unmarked ? new Unmarked(sample) : sample;
                })
                .toList();
        var settings = new TrainSettings(STEPS, 1, true, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Constant(0));
        return new SystemParts(
                engine,
                new Dataset<>("half", data.classes(), train, data.test(), "", List.of()),
                new FewBoxes(),
                new ImageScales(DATA, 64),
                settings,
                TestSettings.ONE_SCALE,
                new RandomStreams(1),
                new StageTimer(),
                folder.resolve("features"),
                InitialWeights.NONE,
                false);
    }
}
