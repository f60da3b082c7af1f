package dev.roilab.model.fasterrcnn;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.AnchorSampling;
import dev.roilab.rpn.AnchorSettings;
import dev.roilab.rpn.ProposalLimits;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.TestEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Whole networks with torchvision's weights: the losses of a step, every gradient, the detections. All anchors and
 * regions are drawn, so that nothing is left to chance.
 */
class FasterRcnnReferenceTest {
    private static final ProposalLimits TRAIN = new ProposalLimits(60, 15);
    private static final ProposalLimits TEST = new ProposalLimits(60, 12);
    private static final BoxLoss LOSS = new BoxLoss.SmoothL1(1.0 / 9, 1);

    /** Networks by the files of their cases. */
    enum Kind {
        /** Fully connected layers over one map. */
        FASTER_RCNN,
        /** The last stage of a ResNet with frozen normalisation over one map. */
        FASTER_RCNN_STAGE,
        /** Fully connected layers over a feature pyramid. */
        FASTER_RCNN_PYRAMID;

        JsonNode cases() {
            String file = name().toLowerCase(Locale.ROOT);
            return ReferenceCases.GOLDEN.json("torch_detection/" + file).get("cases");
        }

        FasterRcnnSettings model(JsonNode example) {
            int images = example.get("sizes").size();
            return switch (this) {
                case FASTER_RCNN ->
                    settings(
                            images,
                            new BackboneSettings.Vgg(11, 8, 1.0 / 64, Optional.empty(), 0),
                            Optional.empty(),
                            rpn(List.of(12.0, 24.0), 8),
                            align(3),
                            new HeadSettings.Fc(List.of(7, 8)));
                case FASTER_RCNN_STAGE ->
                    settings(
                            images,
                            new BackboneSettings.Resnet(18, 16, BackboneSettings.Norm.FROZEN, Optional.empty(), 0),
                            Optional.empty(),
                            rpn(List.of(16.0, 32.0), 256),
                            align(example.get("cells").asInt()),
                            new HeadSettings.Stage());
                case FASTER_RCNN_PYRAMID ->
                    settings(
                            images,
                            new BackboneSettings.Vgg(11, 16, 1.0 / 16, Optional.empty(), 0),
                            Optional.of(new NeckSettings.Fpn(6, Optional.empty(), Optional.of(20.0))),
                            rpn(List.of(8.0, 16.0, 28.0, 44.0), 6),
                            align(3),
                            new HeadSettings.Fc(List.of(7, 8)));
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void lossesAndGradientsEqualTorchvision(Kind kind) {
        for (JsonNode example : kind.cases()) {
            try (Engine engine = TestEngine.create(1)) {
                var built = ReferenceNetwork.of(engine, example, kind.model(example));
                Tape tape = Tape.recording(engine);
                LossTerms terms = new JointTraining(built.parts(), built.network(), built.model(), List.of())
                        .terms(tape, ReferenceNetwork.batch(example))
                        .orElseThrow();
                tape.backward(terms.gradients());
                assertLosses(terms.read(), example.get("losses"));
                List<Parameter> learned = built.network().parameters().stream()
                        .filter(Parameter::isTrained)
                        .toList();
                assertThat(learned).hasSameSizeAs(example.get("gradients").propertyNames());
                for (Parameter parameter : learned) {
                    assertGradient(
                            parameter.name(),
                            tape.gradient(parameter).orElseThrow().toFloats(),
                            example.get("gradients").get(parameter.name()));
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

    /** To a thousandth of the largest of the tensor; of a large tensor some of it, and the sum of all. */
    private static void assertGradient(String name, float[] gradient, JsonNode expected) {
        boolean whole = expected.has("data");
        double[] some = doubles(expected.get(whole ? "data" : "some"));
        int step = whole ? 1 : expected.get("step").asInt();
        double largest = whole
                ? Arrays.stream(some).map(Math::abs).max().orElse(0)
                : expected.get("largest").asDouble();
        assertThat(gradient.length).as(name).isBetween((some.length - 1) * step + 1, some.length * step);
        assertThat(largest).as(name).isPositive();
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            sum += Math.abs(gradient[i]);
            if (i % step == 0) {
                assertThat((double) gradient[i]).as(name).isCloseTo(some[i / step], within(1e-3 * largest));
            }
        }
        if (!whole) {
            double expectedSum = expected.get("absolute_sum").asDouble();
            assertThat(sum).as(name).isCloseTo(expectedSum, within(1e-3 * expectedSum));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void detectionsEqualTorchvision(Kind kind) {
        for (JsonNode example : kind.cases()) {
            try (Engine engine = TestEngine.create(1)) {
                List<List<Detection>> found = ReferenceNetwork.of(engine, example, kind.model(example))
                        .detections(example);
                for (int image = 0; image < found.size(); image++) {
                    assertDetections(found.get(image), example.get("found").get(image));
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

    private static RoiLayer align(int cells) {
        return new RoiLayer.RoiAlign(cells, Optional.of(2), Optional.of(false), Optional.empty());
    }

    private static RpnSettings rpn(List<Double> sizes, int channels) {
        var anchors = new AnchorSettings(
                sizes,
                List.of(0.5, 1.0, 2.0),
                Optional.of(AnchorSettings.Centre.CORNER),
                Optional.of(AnchorSettings.Rounding.HALF_SIDES));
        return new RpnSettings(
                anchors,
                channels,
                new AnchorSampling(100_000, 0.99, 0.7, 0.3, Optional.of(AnchorSampling.Crossing.USED)),
                LOSS,
                TRAIN,
                TEST,
                0.7,
                1e-3);
    }

    private static FasterRcnnSettings settings(
            int images,
            BackboneSettings backbone,
            Optional<NeckSettings> neck,
            RpnSettings rpn,
            RoiLayer roi,
            HeadSettings head) {
        int regions = images * (TRAIN.afterNms() + ReferenceNetwork.OBJECTS);
        return new FasterRcnnSettings(
                backbone,
                neck,
                rpn,
                roi,
                head,
                LOSS,
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)),
                new SamplingSettings(regions, 0.99, 0.5, new SamplingSettings.Band(0, 0.5)),
                Optional.empty(),
                new PostprocessingSettings(0.05, 0.5, 20));
    }
}
