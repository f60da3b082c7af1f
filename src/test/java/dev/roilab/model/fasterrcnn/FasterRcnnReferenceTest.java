package dev.roilab.model.fasterrcnn;

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
import dev.roilab.geometry.Detection;
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
 * Whole networks with torchvision's weights: the losses of a step, every gradient, the detections. All anchors and
 * regions are drawn, so that nothing is left to chance.
 */
class FasterRcnnReferenceTest {
    private static final int TRUE_OBJECTS = 3;
    private static final ProposalLimits TRAIN = new ProposalLimits(60, 15);
    private static final ProposalLimits TEST = new ProposalLimits(60, 12);

    private record Network(Engine engine, SystemParts parts, FasterRcnnSettings model, FasterRcnn network) {}

    @Test
    void lossesAndGradientsEqualTorchvision() {
        for (JsonNode example :
                ReferenceCases.GOLDEN.json("torch_detection/faster_rcnn").get("cases")) {
            try (Engine engine = TestEngine.create(1)) {
                Network built = network(engine, example);
                Tape tape = Tape.recording(engine);
                LossTerms terms = new JointTraining(built.parts(), built.network(), built.model(), List.of())
                        .terms(tape, batch(example))
                        .orElseThrow();
                tape.backward(terms.gradients());
                assertLosses(terms.read(), example.get("losses"));
                for (Parameter parameter : built.network().parameters()) {
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
        assertThat(losses.terms().keySet()).containsExactly("classification", "box", "objectness", "rpn_box");
        var names = List.of("loss_classifier", "loss_box_reg", "loss_objectness", "loss_rpn_box_reg");
        int place = 0;
        for (double value : losses.terms().values()) {
            assertThat(value).isCloseTo(expected.get(names.get(place++)).asDouble(), within(1e-4));
        }
    }

    /** To a thousandth of the largest of the tensor. */
    private static void assertGradient(String name, float[] gradient, double[] expected) {
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(gradient).as(name).hasSameSizeAs(expected);
        assertThat(largest).as(name).isPositive();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) gradient[i]).as(name).isCloseTo(expected[i], within(1e-3 * largest));
        }
    }

    @Test
    void detectionsEqualTorchvision() {
        for (JsonNode example :
                ReferenceCases.GOLDEN.json("torch_detection/faster_rcnn").get("cases")) {
            try (Engine engine = TestEngine.create(1)) {
                Network built = network(engine, example);
                var inference = new FasterRcnnInference(
                        engine,
                        built.network(),
                        built.parts().preparation(),
                        new Postprocessor(
                                built.network().detector().boxCoder(),
                                built.model().postprocessing()),
                        Optional.empty(),
                        new StageTimer());
                ImageBatch batch = batch(example).pixels();
                for (int image = 0; image < batch.count(); image++) {
                    List<Detection> found = inference.detect(batch.images().get(image), single(batch, image));
                    assertDetections(found, example.get("found").get(image));
                }
            }
        }
    }

    private static void assertDetections(List<Detection> found, JsonNode expected) {
        int[] labels = ints(expected.get("labels"));
        double[] scores = doubles(expected.get("scores").get("data"));
        double[] boxes = doubles(expected.get("boxes").get("data"));
        assertThat(found).hasSameSizeAs(labels);
        for (int place = 0; place < labels.length; place++) {
            Detection detection = found.get(place);
            Box box = detection.box();
            assertThat(detection.label() + 1).isEqualTo(labels[place]);
            assertThat(detection.score()).isCloseTo(scores[place], within(1e-4));
            for (int side = 0; side < 4; side++) {
                double ours = List.of(box.x1(), box.y1(), box.x2(), box.y2()).get(side);
                assertThat(ours).isCloseTo(boxes[4 * place + side], within(2e-3));
            }
        }
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
        FasterRcnnSettings model = model(images);
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
        var network = new FasterRcnn(engine, model, dataset.classes().size(), parts.random());
        for (Parameter parameter : network.parameters()) {
            JsonNode known = example.get("weights").get(parameter.name());
            engine.copy(engine.tensor(floats(known.get("data")), parameter.shape()), parameter.value());
        }
        return new Network(engine, parts, model, network);
    }

    private static FasterRcnnSettings model(int images) {
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
        return new FasterRcnnSettings(
                new BackboneSettings.Vgg(11, 8, 1.0 / 64, Optional.empty(), 0),
                rpn,
                new RoiLayer.RoiAlign(3, Optional.of(2), Optional.of(false), Optional.empty()),
                new HeadSettings(List.of(7, 8)),
                loss,
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)),
                new SamplingSettings(regions, 0.99, 0.5, new SamplingSettings.Band(0, 0.5)),
                Optional.empty(),
                new PostprocessingSettings(0.05, 0.5, 20));
    }

    private static MiniBatch batch(JsonNode example) {
        List<Prepared<TrueObjects>> images = new ArrayList<>();
        for (int image = 0; image < example.get("sizes").size(); image++) {
            int height = example.get("sizes").get(image).get(0).asInt();
            int width = example.get("sizes").get(image).get(1).asInt();
            double[] sides = doubles(example.get("boxes").get(image).get("data"));
            int[] labels = ints(example.get("labels").get(image));
            List<TrueObject> objects = IntStream.range(0, labels.length)
                    .mapToObj(object -> new TrueObject(labels[object] - 1, box(sides, object), false))
                    .toList();
            images.add(new Prepared<>(
                    "image " + image,
                    new Pixels(width, height, new byte[3 * width * height]),
                    Placement.resized(width, height, width, height, false),
                    new TrueObjects(objects)));
        }
        var pixels = new ImageBatch(
                floats(example.get("pixels").get("data")),
                images.size(),
                example.get("padded").get(0).asInt(),
                example.get("padded").get(1).asInt(),
                images);
        return new MiniBatch(0, images, pixels);
    }

    private static Box box(double[] sides, int row) {
        return new Box(sides[4 * row], sides[4 * row + 1], sides[4 * row + 2], sides[4 * row + 3]);
    }
}
