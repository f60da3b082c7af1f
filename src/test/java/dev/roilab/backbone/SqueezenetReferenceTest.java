package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.roilab.autograd.Tape;
import dev.roilab.backbone.SqueezenetSettings.Variant;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Sizes, and the published SqueezeNet 1.1 on a picture by formula: maps and class scores as PyTorch has them. */
class SqueezenetReferenceTest {
    private static final int HEIGHT = 64;
    private static final int WIDTH = 80;

    /** In percent: 1e-4 relative, the project's tolerance for single precision. */
    private static final double TOLERANCE = 0.01;

    /**
     * torchvision's squeezenet1_0 has 1,248,424 and squeezenet1_1 1,235,496, of which 513,000 are in the classifier.
     * Neither pads the stem, so that maps are smaller by a cell.
     */
    @ParameterizedTest
    @CsvSource({"V1_0, 16, 735424", "V1_1, 16, 722496"})
    void squeezenetHasTheSizesOfTorchvision(Variant variant, int stride, long parameters) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var settings = new SqueezenetSettings(variant, stride, 1, Optional.empty(), 0);
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            assertThat(backbone.stride()).isEqualTo(stride);
            assertThat(backbone.channels())
                    .isEqualTo(Backbones.channels(settings))
                    .isEqualTo(512);
            assertThat(backbone.parameters().stream()
                            .mapToLong(parameter -> parameter.shape().elements())
                            .sum())
                    .isEqualTo(parameters);
        }
    }

    @Test
    void activationsAndScoresOfAPublishedNetworkEqualTorch() {
        JsonNode expected = ReferenceData.json("weights/expected_outputs.json").get("squeezenet1_1");
        Path weights = ReferenceData.path("weights/squeezenet1_1.safetensors");
        var settings = new SqueezenetSettings(Variant.V1_1, 16, 1, Optional.of(weights.toString()), 0);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            var tape = Tape.inference(engine);
            var maps = backbone.maps(tape, tape.constant(picture(engine)), Set.of(4, 16));
            assertThat(maps).containsOnlyKeys(4, 16);
            float[] last = maps.lastEntry().getValue().value().toFloats();
            assertThat(maps.lastEntry().getValue().shape()).isEqualTo(Shape.of(1, 512, 3, 4));
            assertThat(mean(last)).isCloseTo(expected.get("fire9_mean").asDouble(), withinPercentage(TOLERANCE));
            expected.get("fire9_top_channels")
                    .properties()
                    .forEach(channel -> assertThat(mean(channel(last, Integer.parseInt(channel.getKey()))))
                            .as("channel %s", channel.getKey())
                            .isCloseTo(channel.getValue().asDouble(), withinPercentage(TOLERANCE)));
            JsonNode scores = expected.get("conv10_first5_at_00");
            for (int score = 0; score < scores.size(); score++) {
                assertThat(score(Safetensors.open(weights), last, score))
                        .isCloseTo(scores.get(score).asDouble(), within(1e-4 * 25));
            }
        }
    }

    /** The classifier is a 1 x 1 convolution; here at the first cell. */
    private static double score(Safetensors file, float[] map, int output) {
        float[] weights = file.values("classifier.1.weight").numbers();
        double sum = file.values("classifier.1.bias").numbers()[output];
        for (int c = 0; c < 512; c++) {
            sum += (double) weights[output * 512 + c] * map[c * 12];
        }
        return sum;
    }

    private static float[] channel(float[] map, int channel) {
        return Arrays.copyOfRange(map, channel * 12, (channel + 1) * 12);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static Tensor picture(Engine engine) {
        float[] values = new float[3 * HEIGHT * WIDTH];
        int next = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    values[next++] = (7 * c + 3 * y + 5 * x) % 255 - 127;
                }
            }
        }
        return engine.tensor(values, Shape.of(1, 3, HEIGHT, WIDTH));
    }
}
