package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.BackboneSettings.SmallResnet.Shortcut;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.tensor.CountedEngine;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bottlenecks, modules without reductions, and AlexNet's normalisation: what they cost, counted layer by layer. */
class BlockFormsTest {
    private static final Optional<String> NO_FILE = Optional.empty();
    private static final int SIDE = 32;

    @TempDir
    Path folder;

    private record Counts(long parameters, long multiplyAdds, int channels) {}

    private static Counts counts(BackboneSettings settings) {
        try (CountedEngine engine = new CountedEngine(Engines.create("cpu", "cpu", 1))) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Tape tape = Tape.inference(engine);
            long before = engine.multiplyAdds();
            Shape shape = backbone.forward(tape, tape.constant(engine.zeros(Shape.of(1, 3, SIDE, SIDE))))
                    .shape();
            assertThat(shape.size(1)).isEqualTo(Backbones.channels(settings)).isEqualTo(backbone.channels());
            assertThat(backbone.channelsByStride().lastKey()).isEqualTo(settings.stride());
            long parameters = backbone.parameters().stream()
                    .mapToLong(parameter -> parameter.shape().elements())
                    .sum();
            return new Counts(parameters, engine.multiplyAdds() - before, shape.size(1));
        }
    }

    /** A network counted by hand: convolutions, each with the two numbers a channel of its normalisation. */
    private static final class Count {
        private long parameters;
        private long multiplyAdds;

        private void convolution(long outputs, long inputs, int kernel, int side) {
            long weights = outputs * inputs * kernel * kernel;
            parameters += weights + 2 * outputs;
            multiplyAdds += weights * side * side;
        }

        private void require(Counts found, int channels) {
            assertThat(found).isEqualTo(new Counts(parameters, multiplyAdds, channels));
        }
    }

    private static BackboneSettings small(ResidualBlock block, int depth, int width, Shortcut shortcut) {
        return new BackboneSettings.SmallResnet(
                depth,
                4,
                width,
                Optional.of(block),
                shortcut,
                Norm.TRAINED,
                Optional.empty(),
                Optional.empty(),
                NO_FILE,
                0);
    }

    /** A 3 x 3 convolution strides, the last one gives four times the channels: arXiv:1512.03385, figure 5, right. */
    @ParameterizedTest
    @CsvSource({"29, 4, PROJECTION", "11, 6, PROJECTION", "20, 5, NONE"})
    void bottlenecksHaveThreeConvolutionsOfAQuarterOfTheChannels(int depth, int width, Shortcut shortcut) {
        var count = new Count();
        count.convolution(width, 3, 3, SIDE);
        int inputs = width;
        for (int stage = 0; stage < 3; stage++) {
            int inner = width << stage;
            int side = SIDE >> stage;
            for (int block = 0; block < (depth - 2) / 9; block++) {
                count.convolution(inner, inputs, 1, stage > 0 && block == 0 ? 2 * side : side);
                count.convolution(inner, inner, 3, side);
                count.convolution(4L * inner, inner, 1, side);
                if (block == 0 && shortcut == Shortcut.PROJECTION) {
                    count.convolution(4L * inner, inputs, 1, side);
                }
                inputs = 4 * inner;
            }
        }
        count.require(counts(small(ResidualBlock.BOTTLENECK, depth, width, shortcut)), 16 * width);
    }

    /** As many blocks with as many inner channels cost about as much: 17 d^2 against 18 d^2. */
    @Test
    void aBottleneckCostsAboutWhatABasicBlockDoes() {
        double basic =
                counts(small(ResidualBlock.BASIC, 20, 16, Shortcut.IDENTITY)).multiplyAdds();
        double bottleneck = counts(small(ResidualBlock.BOTTLENECK, 29, 16, Shortcut.PROJECTION))
                .multiplyAdds();
        assertThat(bottleneck / basic).isBetween(0.8, 1.25);
    }

    @Test
    void bottlenecksHaveNineNAndTwoLayers() {
        assertThatThrownBy(() -> small(ResidualBlock.BOTTLENECK, 32, 4, Shortcut.IDENTITY))
                .hasMessage("depth must be 9n + 2 with bottlenecks, such as 20, 29, 47 or 164, got 32");
        var settings = (BackboneSettings.SmallResnet) small(ResidualBlock.BASIC, 8, 4, Shortcut.IDENTITY);
        assertThat(settings.unread()).hasSize(1);
        assertThat(names(small(ResidualBlock.BOTTLENECK, 11, 4, Shortcut.PROJECTION)))
                .contains("layer1.0.conv3.weight", "layer1.0.bn3.weight", "layer3.0.downsample.0.weight");
    }

    private static List<String> names(BackboneSettings settings) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            return Backbones.create(settings, engine, new RandomStreams(1)).parameters().stream()
                    .map(Parameter::name)
                    .toList();
        }
    }

    /** Table 1's rows 3a to 4a, each module's map with all channels of its input: figure 2 a. */
    @Test
    void modulesWithoutReductionsKeepAllChannelsOfTheirInput() {
        double width = 0.25;
        int[][] modules = {{64, 128, 32}, {128, 192, 96}};
        var count = new Count();
        count.convolution(16, 3, 7, 16);
        count.convolution(16, 16, 1, 8);
        count.convolution(48, 16, 3, 8);
        int channels = 48;
        for (int[] module : modules) {
            count.convolution((long) (module[0] * width), channels, 1, 4);
            count.convolution((long) (module[1] * width), channels, 3, 4);
            count.convolution((long) (module[2] * width), channels, 3, 4);
            channels += (int) ((module[0] + module[1] + module[2]) * width);
        }
        count.require(
                counts(new BackboneSettings.Googlenet(8, width, Norm.TRAINED, Optional.of(false), NO_FILE, 0)),
                channels);
        long reduced = counts(new BackboneSettings.Googlenet(32, width, Norm.TRAINED, NO_FILE, 0))
                .multiplyAdds();
        long naive = counts(new BackboneSettings.Googlenet(32, width, Norm.TRAINED, Optional.of(false), NO_FILE, 0))
                .multiplyAdds();
        assertThat(naive).isGreaterThan(2 * reduced);
    }

    /** It has no parameters, changes the numbers, and is what leaving the key out is not. */
    @Test
    void alexnetIsNormalisedAfterItsFirstTwoConvolutions() {
        var plain = new BackboneSettings.Alexnet(16, 0.25, NO_FILE, 0);
        var normalised = new BackboneSettings.Alexnet(16, 0.25, Optional.of(true), NO_FILE, 0);
        assertThat(counts(normalised)).isEqualTo(counts(plain));
        assertThat(counts(new BackboneSettings.Alexnet(16, 0.25, Optional.of(false), NO_FILE, 0)))
                .isEqualTo(counts(plain));
        assertThat(names(normalised)).isEqualTo(names(plain));
        float[] expected = output(plain);
        assertThat(output(new BackboneSettings.Alexnet(16, 0.25, Optional.of(false), NO_FILE, 0)))
                .isEqualTo(expected);
        // Each divides positive numbers by at least 2^0.75, and biases are 0 at first.
        float[] found = output(normalised);
        double ratio = sum(expected) / sum(found);
        assertThat(ratio).isBetween(2.75, 3.2);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static float[] output(BackboneSettings settings) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            float[] pixels = new float[3 * 64 * 64];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) Math.sin(i * 0.7);
            }
            Tape tape = Tape.inference(engine);
            return backbone.forward(tape, tape.constant(engine.tensor(pixels, Shape.of(1, 3, 64, 64))))
                    .value()
                    .toFloats();
        }
    }

    /** A published file has no offsets, one of an earlier training has them. */
    @Test
    void offsetsBeginAtZeroWhereTheFileHasNone() {
        Path file = folder.resolve("weights.safetensors");
        var dilated = new DilatedStage(2, 0);
        save(file, tiny(dilated, NO_FILE));
        Optional<String> weights = Optional.of(file.toString());
        var deformable = new DilatedStage(2, 2);
        assertThat(output(tiny(deformable, weights))).hasSameSizeAs(output(tiny(dilated, weights)));
        assertThat(sum(output(tiny(deformable, weights)))).isCloseTo(sum(output(tiny(dilated, weights))), offset(1e-2));
        save(file, tiny(deformable, NO_FILE));
        output(tiny(deformable, weights));
        assertThatThrownBy(() -> output(tiny(dilated, weights)))
                .hasMessageContaining("unexpected: the network has no layer3.0.conv1.offset.bias");
    }

    private static BackboneSettings tiny(DilatedStage stage, Optional<String> weights) {
        return new BackboneSettings.Tiny(4, 8, Optional.of(stage), weights, 0);
    }

    private static void save(Path file, BackboneSettings settings) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(5));
            SortedMap<String, Values> weights =
                    Values.of(Stream.concat(backbone.parameters().stream(), backbone.buffers().stream())
                            .toList());
            Safetensors.write(file, NamedTensors.of(weights), new TreeMap<>());
        }
    }
}
