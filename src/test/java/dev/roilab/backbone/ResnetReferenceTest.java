package dev.roilab.backbone;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.roilab.autograd.Tape;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceData;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** ResNet-18 with published weights, cut at two places, against PyTorch's activations on a formula picture. */
class ResnetReferenceTest {
    private static final int HEIGHT = 64;
    private static final int WIDTH = 96;

    /** In percent: 1e-4 relative, the project's tolerance for single precision. */
    private static final double TOLERANCE = 0.01;

    @ParameterizedTest
    @CsvSource({"8, 2", "16, 3"})
    void activationsEqualTorch(int stride, int stage) {
        JsonNode expected = ReferenceData.json("weights/expected_outputs.json").get("resnet18_c4_bnfolded");
        var settings = new BackboneSettings.Resnet(
                18,
                stride,
                BackboneSettings.Norm.FOLDED,
                Optional.of(ReferenceData.path("weights/resnet18_c4_bnfolded.safetensors")
                        .toString()),
                0);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Tape tape = Tape.inference(engine);
            Tensor output =
                    backbone.forward(tape, tape.constant(picture(engine))).value();
            assertThat(output.shape())
                    .isEqualTo(Shape.of(ints(expected.get("shapes").get(stage))));
            float[] values = output.toFloats();
            assertThat(mean(values, 0, values.length))
                    .isCloseTo(expected.get("means").get(stage).asDouble(), withinPercentage(TOLERANCE));
            if (stage == 3) {
                double[] channels = doubles(expected.get("layer3_channel_means_first8"));
                int cells = values.length / backbone.channels();
                for (int c = 0; c < channels.length; c++) {
                    assertThat(mean(values, c * cells, cells))
                            .as("channel %d", c)
                            .isCloseTo(channels[c], withinPercentage(TOLERANCE));
                }
            }
        }
    }

    private static Tensor picture(Engine engine) {
        float[] values = new float[3 * HEIGHT * WIDTH];
        int next = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    values[next++] = ((7 * c + 3 * y + 5 * x) % 255 - 127) / 64f;
                }
            }
        }
        return engine.tensor(values, Shape.of(1, 3, HEIGHT, WIDTH));
    }

    private static double mean(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum / count;
    }
}
