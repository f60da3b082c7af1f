package dev.roilab.task.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Pixels;
import dev.roilab.data.Placement;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.data.shapes.ShapeClass;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.Mark;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoseTaskTest {
    private static final PoseTask TASK = PoseTask.INSTANCE;
    private static final KeyPointLayout LAYOUT =
            KeyPointLayout.byName(List.of("head", "left_hand", "right_hand"), Optional.empty());

    /** A picture that is never read. */
    private record Picture(String id, TruePose truth) implements Sample<TruePose> {
        @Override
        public int width() {
            return 100;
        }

        @Override
        public int height() {
            return 100;
        }

        @Override
        public Pixels read() {
            throw new AssertionError("no pixels are needed");
        }
    }

    private static KeyPoint at(double x, double y) {
        return new KeyPoint(x, y, Visibility.VISIBLE);
    }

    private static Tested<TruePose, FoundPose> tested(String id, Box box, List<KeyPoint> goals, KeyPoint... found) {
        return new Tested<>(
                new Picture(id, new TruePose(box, new ObjectKeyPoints(LAYOUT, goals))), new FoundPose(List.of(found)));
    }

    /**
     * Sizes are 100 and 50: a tenth is 10 and 5 pixels. Distances are 10 (just right), 15 and none, then 0 and 20, the
     * third joint unknown and so of no weight however far it is.
     */
    private static TestSet<TruePose, FoundPose> tested() {
        return new TestSet<>(
                LAYOUT.names(),
                List.of(
                        tested(
                                "a",
                                new Box(0, 0, 60, 100),
                                List.of(at(10, 10), at(20, 50), new KeyPoint(40, 90, Visibility.OCCLUDED)),
                                at(16, 18),
                                at(29, 62),
                                at(40, 90)),
                        tested(
                                "b",
                                new Box(30, 40, 80, 60),
                                List.of(at(40, 50), at(70, 50), KeyPoint.UNKNOWN),
                                at(40, 50),
                                at(70, 70),
                                at(1000, 1000))));
    }

    @Test
    void measuresAreThoseCountedByHand() {
        var evaluation = TASK.evaluate(tested());
        assertThat(evaluation.metrics().get("pck10")).isCloseTo(3.0 / 5, within(1e-12));
        assertThat(evaluation.metrics().get("pck20")).isCloseTo(4.0 / 5, within(1e-12));
        assertThat(evaluation.metrics().get("joint_error"))
                .isCloseTo((0.1 + 0.15 + 0 + 0 + 20.0 / 50) / 5, within(1e-12));
        assertThat(evaluation.metrics().get("joints")).isEqualTo(5);
        assertThat(TASK.measures())
                .extracting(measure -> measure.name())
                .containsExactlyElementsOf(evaluation.metrics().keySet());
        assertThat(evaluation.byClass().getFirst().values())
                .isEqualTo(Map.of("head", 1.0, "left_hand", 0.0, "right_hand", 1.0));
    }

    @Test
    void aJointThatNoPictureLabelsHasNoValue() {
        var images = List.of(tested().images().getLast());
        assertThat(TASK.evaluate(new TestSet<>(LAYOUT.names(), images))
                        .byClass()
                        .getFirst()
                        .values())
                .containsOnlyKeys("head", "left_hand");
        assertThat(TASK.evaluate(new TestSet<>(LAYOUT.names(), List.of())).metrics())
                .isEmpty();
    }

    @Test
    void aDrawCountsEachPictureAsOftenAsItWasDrawn() {
        var drawn = TASK.replicates(tested(), 10);
        assertThat(drawn).containsOnlyKeys("pck10", "pck20", "joint_error");
        for (int draw = 0; draw < 10; draw++) {
            int[] times = ImageDraws.weights(draw, 2);
            double labelled = 3 * times[0] + 2 * times[1];
            assertThat(Objects.requireNonNull(drawn.get("pck10"))[draw])
                    .isCloseTo((2 * times[0] + times[1]) / labelled, within(1e-12));
            assertThat(Objects.requireNonNull(drawn.get("pck20"))[draw])
                    .isCloseTo((3 * times[0] + times[1]) / labelled, within(1e-12));
            assertThat(Objects.requireNonNull(drawn.get("joint_error"))[draw])
                    .isCloseTo((0.25 * times[0] + 0.4 * times[1]) / labelled, within(1e-12));
        }
    }

    @Test
    void anotherNumberOfJointsIsRefusedWithThePicture() {
        var images = List.of(tested("c", new Box(0, 0, 9, 9), List.of(at(1, 1), at(2, 2), at(3, 3)), at(1, 1)));
        assertThatThrownBy(() -> TASK.evaluate(new TestSet<>(LAYOUT.names(), images)))
                .hasMessageContaining("image c has a detection of 1 key points, expected 3");
    }

    @Test
    void aMirrorExchangesLeftAndRight() {
        var pose = tested().images().getFirst().truth();
        var mirrored = pose.placed(Placement.resized(100, 100, 50, 50, true));
        assertThat(mirrored.box()).isEqualTo(new Box(20, 0, 50, 50));
        assertThat(mirrored.joints().points())
                .containsExactly(at(45, 5), new KeyPoint(30, 45, Visibility.OCCLUDED), at(40, 25));
    }

    @Test
    void theGalleryDrawsEachJointInAColourOfItsOwn() {
        var image = tested().images().getLast();
        var marks = TASK.marks(LAYOUT.names(), image.truth(), image.found());
        assertThat(marks.truth().marks())
                .containsExactly(
                        new Mark.Points(List.of(List.of(40.0, 50.0)), Optional.of(0), Optional.empty()),
                        new Mark.Points(List.of(List.of(70.0, 50.0)), Optional.of(1), Optional.empty()));
        assertThat(marks.found().marks()).hasSize(3);
    }

    @Test
    void filesForOthersHaveTheJointsAndTheBox() {
        List<Sample<TruePose>> samples = new ArrayList<>();
        tested().images().forEach(image -> samples.add(image.sample()));
        assertThat(TASK.findingsJson(tested()))
                .contains("\"joints\":[\"head\",", "\"b\":[[40.0,50.0],[70.0,70.0],[1000.0,1000.0]]");
        assertThat(TASK.truthJson(LAYOUT.names(), samples))
                .contains("\"box\":[30.0,40.0,80.0,60.0],\"joints\":[[40.0,50.0,2.0],[70.0,50.0,2.0],[0.0,0.0,0.0]]");
    }

    private static Dataset<TrueObjects> shapes(int objects, ShapeClass... kinds) {
        return DataSets.load(
                new DataSettings.Shapes(
                        5,
                        96,
                        96,
                        4,
                        8,
                        kinds.length,
                        objects,
                        16,
                        30,
                        0,
                        0.2,
                        3,
                        Optional.of(List.of(kinds)),
                        Optional.empty(),
                        96,
                        96),
                Optional.empty());
    }

    @Test
    void theClassesOfADataSetAreItsJoints() {
        Dataset<TruePose> read = TASK.read(shapes(1, ShapeClass.ARROW, ShapeClass.CHEVRON));
        assertThat(read.classes()).containsExactly("tip", "left_wing", "right_wing", "left_tail", "right_tail");
        assertThat(read.test())
                .allSatisfy(
                        sample -> assertThat(sample.truth().joints().labelled()).isEqualTo(5));
    }

    @Test
    void dataWithoutJointsAreRefusedWithTheKeysThatGiveThem() {
        assertThatThrownBy(() -> TASK.read(shapes(1, ShapeClass.CIRCLE)))
                .isInstanceOf(DataException.class)
                .hasMessage("data: no object has joints; of coco, annotations give them as keypoints, and of synthetic"
                        + " pictures the kinds arrow and chevron have them: data.kinds");
    }

    @Test
    void picturesWithoutALabelledJointAreCountedAndTheFirstIsNamed() {
        Dataset<TrueObjects> some = shapes(1, ShapeClass.ARROW, ShapeClass.CIRCLE);
        List<String> circles = new ArrayList<>();
        some.train().stream().filter(PoseTaskTest::isCircle).forEach(sample -> circles.add(sample.id()));
        some.test().stream().filter(PoseTaskTest::isCircle).forEach(sample -> circles.add(sample.id()));
        assertThat(circles).isNotEmpty().hasSizeLessThan(12);
        assertThatThrownBy(() -> TASK.read(some))
                .hasMessageContaining(
                        "data: %d of 12 pictures have no object with a labelled joint, the first is %s; label"
                                .formatted(circles.size(), circles.getFirst()));
    }

    private static boolean isCircle(Sample<TrueObjects> sample) {
        return sample.truth().objects().getFirst().label() == 1;
    }

    @Test
    void picturesOfSeveralPosesAreRefused() {
        Dataset<TrueObjects> one = shapes(1, ShapeClass.ARROW);
        Dataset<TrueObjects> twice = one.map(sample -> new TrueObjects(List.of(
                sample.truth().objects().getFirst(), sample.truth().objects().getFirst())));
        assertThatThrownBy(() -> TASK.read(twice))
                .hasMessageContaining(
                        "data: 12 of 12 pictures have several objects with labelled joints, and a pose is of"
                                + " one, the first is train-00000; cut them")
                .hasMessageContaining("data.objects");
    }

    /** What has no labelled joint, or is a crowd, has no pose. */
    @Test
    void otherObjectsMayBeBesideTheOneWithJoints() {
        Dataset<TrueObjects> one = shapes(1, ShapeClass.ARROW);
        Dataset<TrueObjects> more = one.map(sample -> {
            TrueObject arrow = sample.truth().objects().getFirst();
            var crowd = new ObjectParts(
                    true, Optional.empty(), Optional.empty(), arrow.parts().keyPoints());
            return new TrueObjects(List.of(
                    new TrueObject(0, new Box(0, 0, 96, 96), false),
                    new TrueObject(0, new Box(0, 0, 96, 96), false, crowd),
                    arrow));
        });
        assertThat(TASK.read(more).train().getFirst().truth())
                .isEqualTo(TASK.read(one).train().getFirst().truth());
    }
}
