package dev.roilab.model.fastrcnn;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.floats;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Tape;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Losses;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.TestEngine;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The multi-task loss and the post-processing against torchvision's. */
class FastRcnnReferenceTest {
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void lossAndItsGradientsEqualTorchvision(ReferenceCases source) {
        JsonNode example =
                source.json("torch_detection/fastrcnn_loss").get("cases").get(0);
        int rows = example.get("class_logits").get("shape").get(0).asInt();
        try (Engine engine = TestEngine.create(1)) {
            Tape tape = Tape.recording(engine);
            var outputs = new FastRcnn.Outputs(
                    tape.constant(tensor(engine, example.get("class_logits"))),
                    tape.constant(tensor(engine, example.get("box_regression"))));
            var loss = new MultiTaskLoss(new RegressionLoss.SmoothL1(1.0 / 9), 1);
            var terms = loss.evaluate(engine, outputs, targets(example, rows));
            Losses losses = terms.read();
            assertThat(losses.term("classification").orElseThrow())
                    .isCloseTo(example.get("loss_classifier").asDouble(), within(1e-5));
            assertThat(losses.term("box").orElseThrow())
                    .isCloseTo(example.get("loss_box_reg").asDouble(), within(1e-5));
            assertClose(
                    Objects.requireNonNull(terms.gradients().get(outputs.logits())), example.get("grad_class_logits"));
            assertClose(
                    Objects.requireNonNull(terms.gradients().get(outputs.offsets())),
                    example.get("grad_box_regression"));
        }
    }

    private static MultiTaskLoss.Targets targets(JsonNode example, int rows) {
        int columns = example.get("box_regression").get("shape").get(1).asInt();
        int[] labels = new int[rows];
        float[] targets = new float[rows * columns];
        float[] weights = new float[rows * columns];
        int row = 0;
        for (int image = 0; image < example.get("labels").size(); image++) {
            int[] own = ints(example.get("labels").get(image));
            float[] offsets =
                    floats(example.get("regression_targets").get(image).get("data"));
            for (int i = 0; i < own.length; i++, row++) {
                labels[row] = own[i];
                if (own[i] > 0) {
                    System.arraycopy(offsets, 4 * i, targets, row * columns + 4 * own[i], 4);
                    Arrays.fill(weights, row * columns + 4 * own[i], row * columns + 4 * own[i] + 4, 1);
                }
            }
        }
        return new MultiTaskLoss.Targets(labels, targets, weights);
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void postProcessingEqualsTorchvision(ReferenceCases source) {
        JsonNode example =
                source.json("torch_detection/fastrcnn_postprocess").get("cases").get(0);
        JsonNode params = example.get("params");
        double[] weights = doubles(params.get("weights"));
        var coder = new BoxCoder(
                Arrays.stream(weights).map(weight -> 1 / weight).boxed().toList());
        var processor = new Postprocessor(
                coder,
                new PostprocessingSettings(
                        params.get("score_thresh").asDouble(),
                        params.get("nms_thresh").asDouble(),
                        params.get("detections_per_img").asInt()));
        try (Engine engine = TestEngine.create(1)) {
            float[] probabilities = engine.losses()
                    .softmax(tensor(engine, example.get("class_logits")))
                    .toFloats();
            float[] offsets = floats(example.get("box_regression").get("data"));
            int done = 0;
            int classes = example.get("class_logits").get("shape").get(1).asInt();
            for (int image = 0; image < example.get("proposals").size(); image++) {
                List<Box> proposals = boxes(example.get("proposals").get(image));
                int end = done + proposals.size();
                JsonNode size = params.get("image_sizes").get(image);
                List<Detection> found = processor.detections(
                        proposals,
                        Arrays.copyOfRange(probabilities, done * classes, end * classes),
                        Arrays.copyOfRange(offsets, done * classes * 4, end * classes * 4),
                        size.get(1).asDouble(),
                        size.get(0).asDouble(),
                        Stages.UNTIMED);
                assertDetections(found, example, image);
                done = end;
            }
        }
    }

    private static void assertDetections(List<Detection> found, JsonNode example, int image) {
        double[] scores = doubles(example.get("scores").get(image).get("data"));
        int[] labels = ints(example.get("labels").get(image));
        List<Box> expected = boxes(example.get("boxes").get(image));
        assertThat(found).hasSize(scores.length);
        for (int i = 0; i < scores.length; i++) {
            assertThat(found.get(i).label() + 1).isEqualTo(labels[i]);
            assertThat(found.get(i).score()).isCloseTo(scores[i], within(1e-5));
            assertThat(found.get(i).box().iou(expected.get(i))).isGreaterThan(0.9999);
        }
    }

    private static List<Box> boxes(JsonNode node) {
        double[] numbers = doubles(node.get("data"));
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 4) {
            boxes.add(new Box(numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]));
        }
        return boxes;
    }

    private static Tensor tensor(Engine engine, JsonNode node) {
        return engine.tensor(floats(node.get("data")), Shape.of(ints(node.get("shape"))));
    }

    private static void assertClose(Tensor actual, JsonNode expected) {
        float[] values = actual.toFloats();
        float[] wanted = floats(expected.get("data"));
        for (int i = 0; i < wanted.length; i++) {
            assertThat(values[i]).isCloseTo(wanted[i], org.assertj.core.data.Offset.offset(1e-5f));
        }
    }
}
