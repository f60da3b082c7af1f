package dev.roilab.model.maskrcnn;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.floats;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.Pixels;
import dev.roilab.data.Placement;
import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.data.parts.ObjectMask;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.model.fasterrcnn.FasterRcnnInference;
import dev.roilab.model.fasterrcnn.JointTraining;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.AnchorSampling;
import dev.roilab.rpn.AnchorSettings;
import dev.roilab.rpn.ProposalLimits;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.task.instance.FoundObject;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.TestEngine;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Whole networks with torchvision's weights: the losses of a step, every gradient, detections, masks and key points.
 * All anchors and regions are drawn, so that nothing is left to chance.
 */
class MaskRcnnReferenceTest {
    private static final int TRUE_OBJECTS = 3;
    private static final int POINTS = 3;
    private static final ProposalLimits TRAIN = new ProposalLimits(60, 15);
    private static final ProposalLimits TEST = new ProposalLimits(60, 12);
    private static final KeyPointLayout LAYOUT = KeyPointLayout.byName(List.of("a", "b", "c"), Optional.empty());

    private record Network(SystemParts parts, MaskRcnnSettings model, MaskRcnn network) {}

    private static JsonNode cases() {
        return ReferenceCases.GOLDEN.json("torch_detection/mask_rcnn").get("cases");
    }

    @Test
    void lossesAndGradientsEqualTorchvision() {
        for (JsonNode example : cases()) {
            try (Engine engine = TestEngine.create(1)) {
                Network built = network(engine, example);
                MaskRcnn network = built.network();
                Tape tape = Tape.recording(engine);
                LossTerms terms = new JointTraining(
                                built.parts(), network.detector(), built.model().detector(), network.branches())
                        .terms(tape, batch(example))
                        .orElseThrow();
                tape.backward(terms.gradients());
                assertLosses(terms.read(), example.get("losses"));
                for (Parameter parameter : network.parameters()) {
                    assertGradient(
                            parameter.name(),
                            tape.gradient(parameter).orElseThrow().toFloats(),
                            doubles(example.get("gradients")
                                    .get(parameter.name())
                                    .get("data")));
                }
            }
        }
    }

    private static void assertLosses(Losses losses, JsonNode expected) {
        assertThat(losses.terms().keySet())
                .containsExactly("classification", "box", "mask", "key_points", "objectness", "rpn_box");
        var names = List.of(
                "loss_classifier", "loss_box_reg", "loss_mask", "loss_keypoint", "loss_objectness", "loss_rpn_box_reg");
        int place = 0;
        for (double value : losses.terms().values()) {
            String name = names.get(place++);
            assertThat(value).as(name).isCloseTo(expected.get(name).asDouble(), within(1e-4));
        }
    }

    /** To a thousandth of the largest of the tensor. */
    private static void assertGradient(String name, float[] gradient, double[] expected) {
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(gradient).as(name).hasSameSizeAs(expected);
        if (name.equals("key_points.kps_score_lowres.bias")) {
            // The same number added to all cells of a map is nothing to a softmax over them.
            assertThat(largest).isLessThan(1e-12);
            assertThat(gradient).usingComparatorWithPrecision(1e-6f).containsOnly(0);
            return;
        }
        assertThat(largest).as(name).isPositive();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) gradient[i]).as(name).isCloseTo(expected[i], within(1e-3 * largest));
        }
    }

    @Test
    void detectionsMasksAndKeyPointsEqualTorchvision() {
        int found = 0;
        for (JsonNode example : cases()) {
            try (Engine engine = TestEngine.create(1)) {
                Network built = network(engine, example);
                var detector = new FasterRcnnInference(
                        engine,
                        built.network().detector(),
                        built.parts().preparation(),
                        new Postprocessor(
                                built.network().detector().detector().boxCoder(),
                                built.model().postprocessing()),
                        Optional.empty(),
                        new StageTimer());
                var inference = new MaskRcnnInference(
                        engine,
                        built.network(),
                        detector,
                        built.parts().preparation(),
                        built.model().mask().orElseThrow().threshold(),
                        new StageTimer());
                ImageBatch batch = batch(example).pixels();
                for (int image = 0; image < batch.count(); image++) {
                    Prepared<?> prepared = batch.images().get(image);
                    var extent = new MaskRcnnInference.Extent(prepared.width(), prepared.height());
                    List<FoundObject> objects = inference.find(prepared, single(batch, image), extent);
                    assertFound(objects, example.get("found").get(image), extent);
                    found += objects.size();
                }
            }
        }
        assertThat(found).isGreaterThan(10);
    }

    private static void assertFound(List<FoundObject> found, JsonNode expected, MaskRcnnInference.Extent extent) {
        int[] labels = ints(expected.get("labels"));
        double[] scores = doubles(expected.get("scores").get("data"));
        double[] boxes = doubles(expected.get("boxes").get("data"));
        double[] points = doubles(expected.get("keypoints").get("data"));
        assertThat(found).hasSameSizeAs(labels);
        for (int place = 0; place < labels.length; place++) {
            FoundObject object = found.get(place);
            Box box = object.detection().box();
            assertThat(object.detection().label() + 1).isEqualTo(labels[place]);
            assertThat(object.detection().score()).isCloseTo(scores[place], within(1e-4));
            for (int side = 0; side < 4; side++) {
                double ours = List.of(box.x1(), box.y1(), box.x2(), box.y2()).get(side);
                assertThat(ours).isCloseTo(boxes[4 * place + side], within(2e-3));
            }
            assertThat(object.mask()).contains(mask(expected.get("masks").get(place), extent));
            for (int point = 0; point < POINTS; point++) {
                KeyPoint ours = object.keyPoints().get(point);
                assertThat(ours.x()).isCloseTo(points[3 * (place * POINTS + point)], within(5e-3));
                assertThat(ours.y()).isCloseTo(points[3 * (place * POINTS + point) + 1], within(5e-3));
            }
        }
    }

    private static RunLengthMask mask(JsonNode counts, MaskRcnnInference.Extent extent) {
        return RunLengthMask.ofCompressed(extent.height(), extent.width(), counts.asString());
    }

    /** One image of a batch, with the batch's padding. */
    private static ImageBatch single(ImageBatch batch, int image) {
        int size = batch.values().length / batch.count();
        float[] values = new float[size];
        System.arraycopy(batch.values(), image * size, values, 0, size);
        return new ImageBatch(
                values, 1, batch.height(), batch.width(), List.of(batch.images().get(image)));
    }

    private static Network network(Engine engine, JsonNode example) {
        int images = example.get("sizes").size();
        MaskRcnnSettings model = model(images);
        DataSettings data =
                new DataSettings.Shapes(1, 64, 64, 2, 2, example.get("classes").asInt(), 2, 24, 48, 0, 0.2, 3, 64, 64);
        Dataset<TrueObjects> dataset = DataSets.load(data, Optional.empty());
        var parts = new SystemParts(
                engine,
                dataset,
                _ -> List.of(),
                new ImageScales(data, 1),
                new TrainSettings(1, images, false, Precision.F32, 0.1, 0, 0, new Schedule.Constant(0)),
                TestSettings.ONE_SCALE,
                new RandomStreams(1),
                new StageTimer(),
                Path.of("."),
                InitialWeights.NONE,
                false);
        var network = new MaskRcnn(engine, model, dataset.classes().size(), POINTS, parts.random());
        for (Parameter parameter : network.parameters()) {
            JsonNode known = example.get("weights").get(parameter.name());
            engine.copy(engine.tensor(floats(known.get("data")), parameter.shape()), parameter.value());
        }
        return new Network(parts, model, network);
    }

    private static RoiLayer align(int side) {
        return new RoiLayer.RoiAlign(side, Optional.of(2), Optional.of(false), Optional.empty());
    }

    private static MaskRcnnSettings model(int images) {
        var anchors = new AnchorSettings(
                List.of(12.0, 24.0),
                List.of(0.5, 1.0, 2.0),
                Optional.of(AnchorSettings.Centre.CORNER),
                Optional.of(AnchorSettings.Rounding.HALF_SIDES));
        var loss = new BoxLoss.SmoothL1(1.0 / 9, 1);
        var rpn = new RpnSettings(
                anchors,
                8,
                new AnchorSampling(100_000, 0.99, 0.7, 0.3, Optional.of(AnchorSampling.Crossing.USED)),
                loss,
                TRAIN,
                TEST,
                0.7,
                1e-3);
        int regions = images * (TRAIN.afterNms() + TRUE_OBJECTS);
        return new MaskRcnnSettings(
                new BackboneSettings.Vgg(11, 8, 1.0 / 64, Optional.empty(), 0),
                Optional.empty(),
                rpn,
                align(3),
                new HeadSettings.Fc(List.of(7, 8)),
                loss,
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)),
                new SamplingSettings(regions, 0.99, 0.5, new SamplingSettings.Band(0, 0.5)),
                Optional.of(new MaskSettings(align(4), 2, 6, Optional.empty(), 0.5)),
                Optional.of(
                        new KeyPointSettings(align(4), 1, 6, new KeyPointSettings.Outputs.HeatMap(Optional.of(true)))),
                new PostprocessingSettings(0.05, 0.5, 20));
    }

    private static MiniBatch batch(JsonNode example) {
        List<Prepared<TrueObjects>> images = new ArrayList<>();
        for (int image = 0; image < example.get("sizes").size(); image++) {
            int height = example.get("sizes").get(image).get(0).asInt();
            int width = example.get("sizes").get(image).get(1).asInt();
            images.add(new Prepared<>(
                    "image " + image,
                    new Pixels(width, height, new byte[3 * width * height]),
                    Placement.resized(width, height, width, height, false),
                    truth(example, image, new MaskRcnnInference.Extent(width, height))));
        }
        var pixels = new ImageBatch(
                floats(example.get("pixels").get("data")),
                images.size(),
                example.get("padded").get(0).asInt(),
                example.get("padded").get(1).asInt(),
                images);
        return new MiniBatch(0, images, pixels);
    }

    private static TrueObjects truth(JsonNode example, int image, MaskRcnnInference.Extent extent) {
        double[] sides = doubles(example.get("boxes").get(image).get("data"));
        double[] points = doubles(example.get("keypoints").get(image).get("data"));
        int[] labels = ints(example.get("labels").get(image));
        return new TrueObjects(IntStream.range(0, labels.length)
                .mapToObj(object -> {
                    RunLengthMask mask = mask(example.get("masks").get(image).get(object), extent);
                    var parts = new ObjectParts(
                            false,
                            Optional.empty(),
                            Optional.of(ObjectMask.of(mask)),
                            Optional.of(new ObjectKeyPoints(LAYOUT, points(points, object))));
                    return new TrueObject(labels[object] - 1, box(sides, object), false, parts);
                })
                .toList());
    }

    private static List<KeyPoint> points(double[] numbers, int object) {
        return IntStream.range(POINTS * object, POINTS * (object + 1))
                .mapToObj(point -> new KeyPoint(
                        numbers[3 * point], numbers[3 * point + 1], Visibility.ofCode((int) numbers[3 * point + 2])))
                .toList();
    }

    private static Box box(double[] sides, int row) {
        return new Box(sides[4 * row], sides[4 * row + 1], sides[4 * row + 2], sides[4 * row + 3]);
    }
}
