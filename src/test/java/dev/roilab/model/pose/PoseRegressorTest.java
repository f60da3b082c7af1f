package dev.roilab.model.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Pixels;
import dev.roilab.data.Placement;
import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.data.shapes.ShapeClass;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.task.Learner;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import dev.roilab.task.pose.FoundPose;
import dev.roilab.task.pose.PoseTask;
import dev.roilab.task.pose.TruePose;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.FreshParts;
import dev.roilab.train.Checkpoints;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoseRegressorTest {
    /** Four pictures of an arrow each, wider than high. */
    private static final DataSettings DATA = new DataSettings.Shapes(
            5, 64, 48, 4, 2, 1, 1, 28, 44, 0, 0.2, 3, Optional.of(List.of(ShapeClass.ARROW)), Optional.empty(), 48, 64);

    @TempDir
    private Path folder;

    private static PoseRegressorSettings model(double dropout, JointLoss loss) {
        return new PoseRegressorSettings(
                new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                Optional.of(new RoiLayer.Spp(List.of(4, 1))),
                new PictureHead(List.of(32), dropout),
                loss);
    }

    private SystemParts parts(Engine engine, int steps, long seed) {
        var settings = new TrainSettings(steps, 4, true, Precision.F32, 0.01, 0.9, 0, new Schedule.Constant(5));
        return FreshParts.of(engine, DATA, settings, seed, folder);
    }

    /** On the pictures that it was trained on. */
    private static double pck(Learner<FoundPose> learner, Dataset<TrueObjects> data) {
        Dataset<TruePose> read = PoseTask.INSTANCE.read(data);
        List<Tested<TruePose, FoundPose>> tested = read.train().stream()
                .map(sample -> new Tested<>(sample, learner.predict(sample)))
                .toList();
        return Objects.requireNonNull(PoseTask.INSTANCE
                .evaluate(new TestSet<>(read.classes(), tested))
                .metrics()
                .get("pck10"));
    }

    /** And their mirror images, in which a left wing is a right one. */
    @Test
    void fourPicturesAreLearnedByHeart() throws InterruptedException {
        for (JointLoss loss : List.of(new JointLoss.L2(), new JointLoss.SmoothL1(0.5))) {
            try (Engine engine = Engines.create("cpu", "cpu", 1)) {
                SystemParts parts = parts(engine, 400, 1);
                var learner = new PoseRegressorLearner(parts, model(0, loss));
                learner.train((_, _, _) -> {}, Checkpoints.none());
                assertThat(pck(learner, parts.data())).as(loss.toString()).isEqualTo(1);
                assertThat(parts.timer().milliseconds().keySet())
                        .containsAll(new PoseRegressorRecipe().stages(model(0, loss)));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAFileTheSamePoses() throws InterruptedException {
        Path file = folder.resolve("pose.safetensors");
        List<FoundPose> trained = poses(1, learner -> {
            learner.train((_, _, _) -> {}, Checkpoints.none());
            Safetensors.write(file, NamedTensors.of(learner.weights()), new TreeMap<>());
        });
        assertThat(poses(1, learner -> learner.train((_, _, _) -> {}, Checkpoints.none())))
                .isEqualTo(trained);
        assertThat(poses(2, learner -> learner.restore(Safetensors.open(file)))).isEqualTo(trained);
        assertThat(poses(2, learner -> learner.train((_, _, _) -> {}, Checkpoints.none())))
                .isNotEqualTo(trained);
    }

    private interface Preparation {
        void prepare(Learner<FoundPose> learner) throws InterruptedException;
    }

    private List<FoundPose> poses(long seed, Preparation preparation) throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, 4, seed);
            Learner<FoundPose> learner = new PoseRegressorRecipe().create(parts, model(0.2, new JointLoss.L2()));
            preparation.prepare(learner);
            return parts.data().train().stream()
                    .map(sample -> learner.predict(sample))
                    .toList();
        }
    }

    private static final KeyPointLayout LAYOUT =
            KeyPointLayout.byName(List.of("left_hand", "right_hand", "head"), Optional.empty());

    /** A picture of 40 x 20 pixels with a left hand and a head; its right hand is unknown. */
    private static Prepared<TrueObjects> picture(KeyPoint head) {
        var joints =
                new ObjectKeyPoints(LAYOUT, List.of(new KeyPoint(10, 5, Visibility.OCCLUDED), KeyPoint.UNKNOWN, head));
        var object = new TrueObject(
                0,
                new Box(5, 0, 25, 20),
                false,
                new ObjectParts(false, Optional.empty(), Optional.empty(), Optional.of(joints)));
        return new Prepared<>(
                "p",
                new Pixels(40, 20, new byte[3 * 40 * 20]),
                Placement.resized(40, 20, 40, 20, false),
                new TrueObjects(List.of(object)));
    }

    private static final KeyPoint HEAD = new KeyPoint(20, 10, Visibility.VISIBLE);

    /** Loss and gradient where the network says the centre of the picture but for 0.1 more. */
    private static float[] gradient(List<Prepared<TrueObjects>> images, JointLoss loss, double expected) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            float[] said = new float[6 * images.size()];
            Arrays.fill(said, 0.1f);
            Variable outputs = Tape.recording(engine).constant(engine.tensor(said, Shape.of(images.size(), 6)));
            LossTerms terms = new JointTargets(3).loss(engine, outputs, images, loss);
            assertThat(terms.read().total()).isCloseTo(expected, within(1e-6));
            return Objects.requireNonNull(terms.gradients().get(outputs)).toFloats();
        }
    }

    @Test
    void unknownJointsGiveNoGradient() {
        // The left hand is at -0.25, -0.25 and the head at 0, 0: differences of 0.35, 0.35, 0.1, 0.1.
        double picture = (2 * 0.35 * 0.35 + 2 * 0.1 * 0.1) / 2;
        assertThat(gradient(List.of(picture(HEAD)), new JointLoss.L2(), picture))
                .containsExactly(new float[] {0.35f, 0.35f, 0, 0, 0.1f, 0.1f}, within(1e-6f));
    }

    @Test
    void aMeanOverPicturesLeavesOutWhatEachDoesNotKnow() {
        double sum = 2 * 0.35 * 0.35 + 0.1 * 0.1;
        assertThat(gradient(List.of(picture(HEAD), picture(KeyPoint.UNKNOWN)), new JointLoss.L2(), sum / 2))
                .containsExactly(
                        new float[] {0.175f, 0.175f, 0, 0, 0.05f, 0.05f, 0.175f, 0.175f, 0, 0, 0, 0}, within(1e-6f));
    }

    @Test
    void smoothL1GrowsLinearlyBeyondBeta() {
        double hand = 2 * (0.35 - 0.1);
        double head = 2 * 0.1 * 0.1 / 0.4;
        assertThat(gradient(List.of(picture(HEAD)), new JointLoss.SmoothL1(0.2), hand + head))
                .containsExactly(new float[] {1, 1, 0, 0, 0.5f, 0.5f}, within(1e-6f));
    }

    /** In the mirror the left hand at 10 of 40 pixels is a right one at 30: 0.25 to the right of the centre. */
    @Test
    void aMirroredPictureHasItsHandsExchanged() {
        double picture = (0.15 * 0.15 + 0.35 * 0.35 + 2 * 0.1 * 0.1) / 2;
        assertThat(gradient(List.of(picture(HEAD).mirrored()), new JointLoss.L2(), picture))
                .containsExactly(new float[] {0, 0, -0.15f, 0.35f, 0.1f, 0.1f}, within(1e-6f));
    }

    @Test
    void numbersArePlacesOfTheOriginal() {
        Placement halved = Placement.resized(80, 40, 40, 20, true);
        assertThat(new JointTargets(2).joints(new float[] {0, 0, -0.25f, 0.5f}, halved))
                .containsExactly(new KeyPoint(40, 20, Visibility.VISIBLE), new KeyPoint(60, 40, Visibility.VISIBLE));
    }

    @Test
    void theOutputsHaveTwoNumbersAJoint() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var learner = new PoseRegressorLearner(parts(engine, 1, 1), model(0, new JointLoss.L2()));
            Parameter bias = learner.weights().stream()
                    .filter(parameter -> parameter.name().equals("head.joints.bias"))
                    .findFirst()
                    .orElseThrow();
            assertThat(bias.value().shape().size(0)).isEqualTo(10);
        }
    }
}
