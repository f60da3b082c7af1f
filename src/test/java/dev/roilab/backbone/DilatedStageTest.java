package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.BackboneSettings.SmallResnet.Shortcut;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.CountedEngine;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The stage that keeps the stride, and its deformable convolutions. */
class DilatedStageTest {
    private static final Optional<String> NO_FILE = Optional.empty();

    /** A backbone by its stride and dilated stage. */
    interface Network extends BiFunction<Integer, Optional<DilatedStage>, BackboneSettings> {}

    private static Network resnet(int depth, Norm norm) {
        return (stride, stage) -> new BackboneSettings.Resnet(depth, stride, norm, Optional.empty(), stage, NO_FILE, 0);
    }

    private static Network small(ResidualBlock block, Shortcut shortcut, Norm norm) {
        return (stride, stage) -> new BackboneSettings.SmallResnet(
                20, stride, 4, Optional.of(block), shortcut, norm, Optional.empty(), stage, NO_FILE, 0);
    }

    private static BackboneSettings tiny(int stride, Optional<DilatedStage> stage) {
        return new BackboneSettings.Tiny(4, stride, stage, NO_FILE, 0);
    }

    /** Networks, a stride, and the input channels of the deformable ones among the next stage's last 3 x 3 layers. */
    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(resnet(18, Norm.TRAINED), 8, List.of(256, 256, 256)),
                Arguments.of(resnet(18, Norm.FOLDED), 8, List.of(128, 256, 256, 256)),
                Arguments.of(resnet(50, Norm.FROZEN), 8, List.of(256, 256)),
                Arguments.of(
                        small(ResidualBlock.BASIC, Shortcut.IDENTITY, Norm.TRAINED), 2, List.of(16, 16, 16, 16, 16)),
                Arguments.of(small(ResidualBlock.BASIC, Shortcut.NONE, Norm.FOLDED), 1, List.of(4, 8, 8, 8, 8, 8)),
                Arguments.of(small(ResidualBlock.BOTTLENECK, Shortcut.PROJECTION, Norm.TRAINED), 2, List.of(16, 16)),
                Arguments.of((Network) DilatedStageTest::tiny, 8, List.of(16)),
                Arguments.of((Network) DilatedStageTest::tiny, 16, List.of(16, 32)));
    }

    private record Counts(long parameters, long multiplyAdds, Shape shape) {}

    private static Counts counts(BackboneSettings settings) {
        try (CountedEngine engine = new CountedEngine(Engines.create("cpu", "cpu", 1))) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Tape tape = Tape.inference(engine);
            long before = engine.multiplyAdds();
            Shape shape = backbone.forward(tape, tape.constant(engine.zeros(Shape.of(1, 3, 64, 96))))
                    .shape();
            assertThat(shape.size(1)).isEqualTo(backbone.channels()).isEqualTo(Backbones.channels(settings));
            long parameters = backbone.parameters().stream()
                    .mapToLong(parameter -> parameter.shape().elements())
                    .sum();
            return new Counts(parameters, engine.multiplyAdds() - before, shape);
        }
    }

    /** The stage at twice the cells down and across costs four times as much; each tap has two offsets. */
    @ParameterizedTest
    @MethodSource("networks")
    void costsFourTimesTheStageAndTheOffsets(Network network, int stride, List<Integer> inputs) {
        Counts cut = counts(network.apply(stride, Optional.empty()));
        Counts whole = counts(network.apply(2 * stride, Optional.empty()));
        Counts dilated = counts(network.apply(stride, Optional.of(new DilatedStage(2, 0))));
        Counts deformed = counts(network.apply(stride, Optional.of(new DilatedStage(2, inputs.size()))));
        int cells = 64 / stride * (96 / stride);
        assertThat(dilated.shape())
                .isEqualTo(deformed.shape())
                .isEqualTo(Shape.of(1, whole.shape().size(1), 64 / stride, 96 / stride));
        assertThat(dilated.parameters()).isEqualTo(whole.parameters());
        long stage = whole.multiplyAdds() - cut.multiplyAdds();
        assertThat(dilated.multiplyAdds()).isEqualTo(cut.multiplyAdds() + 4 * stage - less(network, stride));
        long weights = inputs.stream().mapToLong(each -> each * 9 * 18L).sum();
        assertThat(deformed.parameters()).isEqualTo(dilated.parameters() + weights + 18L * inputs.size());
        assertThat(deformed.multiplyAdds()).isEqualTo(dilated.multiplyAdds() + cells * weights);
    }

    /** A bottleneck's first 1 x 1 convolution sees the larger map in either case. */
    private static long less(Network network, int stride) {
        BackboneSettings settings = network.apply(stride, Optional.empty());
        int cells = 64 / stride * (96 / stride);
        return switch (settings) {
            case BackboneSettings.Resnet resnet when resnet.depth() == 50 -> 3L * cells * 512 * 256;
            case BackboneSettings.SmallResnet small
            when small.blocks() == ResidualBlock.BOTTLENECK -> 3L * cells * 32 * 16;
            default -> 0;
        };
    }

    /** The offsets begin at 0: the same convolutions under the same names. */
    @ParameterizedTest
    @MethodSource("networks")
    void beginsAsTheDilatedStage(Network network, int stride, List<Integer> inputs) {
        try (Engine engine = Engines.create("cpu", "cpu", 2)) {
            Tensor picture = picture(engine);
            float[] dilated = output(engine, network.apply(stride, Optional.of(new DilatedStage(2, 0))), picture, 0);
            var deformable = network.apply(stride, Optional.of(new DilatedStage(2, inputs.size())));
            assertThat(output(engine, deformable, picture, 0)).containsExactly(dilated, offset(1e-3f));
            float[] usual = output(engine, network.apply(stride, Optional.of(new DilatedStage(1, 0))), picture, 0);
            if (!isFixup(deformable)) {
                assertThat(output(engine, deformable, picture, 0.4f)).isNotEqualTo(dilated);
                assertThat(usual).isNotEqualTo(dilated);
            }
        }
    }

    /** Where the last convolution of each branch is 0 at first, the branches add nothing. */
    private static boolean isFixup(BackboneSettings settings) {
        return switch (settings) {
            case BackboneSettings.Resnet resnet -> resnet.norm() != Norm.TRAINED;
            default -> false;
        };
    }

    private static Tensor picture(Engine engine) {
        float[] pixels = new float[3 * 48 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i * 0.7);
        }
        return engine.tensor(pixels, Shape.of(1, 3, 48, 64));
    }

    /** @param offset by which all taps of the deformable convolutions move */
    private static float[] output(Engine engine, BackboneSettings settings, Tensor picture, float offset) {
        Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
        for (Parameter parameter : backbone.parameters()) {
            if (parameter.name().endsWith(".offset.bias") && offset != 0) {
                float[] moved = new float[18];
                Arrays.fill(moved, offset);
                engine.copy(engine.tensor(moved, Shape.of(18)), parameter.value());
            }
        }
        Tape tape = Tape.inference(engine);
        return backbone.forward(tape, tape.constant(picture)).value().toFloats();
    }

    @Test
    void namesAreThePublishedOnesAndOffset() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            BackboneSettings settings = resnet(18, Norm.TRAINED).apply(16, Optional.of(new DilatedStage(2, 3)));
            List<String> names = Backbones.create(settings, engine, new RandomStreams(1)).parameters().stream()
                    .map(Parameter::name)
                    .toList();
            assertThat(names)
                    .contains("layer4.0.conv1.weight", "layer4.0.conv2.weight", "layer4.1.conv2.weight")
                    .filteredOn(name -> name.contains("offset"))
                    .containsExactly(
                            "layer4.0.conv2.offset.weight",
                            "layer4.0.conv2.offset.bias",
                            "layer4.1.conv1.offset.weight",
                            "layer4.1.conv1.offset.bias",
                            "layer4.1.conv2.offset.weight",
                            "layer4.1.conv2.offset.bias");
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        var three = Optional.of(new DilatedStage(2, 3));
        assertThatThrownBy(() -> resnet(18, Norm.TRAINED).apply(32, three))
                .hasMessageContaining("there is none after stride 32: set stride to at most 16");
        assertThatThrownBy(() -> resnet(18, Norm.TRAINED).apply(16, Optional.of(new DilatedStage(2, 5))))
                .hasMessage("dilated_stage.deformable must be at most 4, the stage's 3 x 3 convolutions, got 5");
        assertThatThrownBy(() -> resnet(50, Norm.TRAINED).apply(16, Optional.of(new DilatedStage(2, 4))))
                .hasMessageContaining("at most 3");
        assertThatThrownBy(() ->
                        small(ResidualBlock.BASIC, Shortcut.NONE, Norm.TRAINED).apply(4, three))
                .hasMessageContaining("there is none after stride 4: set stride to at most 2");
        assertThatThrownBy(() -> tiny(8, three)).hasMessageContaining("at most 2");
        assertThatThrownBy(() -> new DilatedStage(0, 0)).hasMessageContaining("dilation must be >= 1, got 0");
        assertThat(Backbones.frozenProblem(resnet(18, Norm.TRAINED).apply(16, three)))
                .isEmpty();
    }

    /** The whole network of which conv5 is the detector's head has no other one. */
    @Test
    void isNotTheLastStageOfAHead() {
        BackboneSettings settings = resnet(18, Norm.TRAINED).apply(16, Optional.of(new DilatedStage(2, 3)));
        assertThat(LastStage.of(settings)).isEmpty();
        assertThat(LastStage.words(settings)).contains("stride 16").contains("dilated_stage");
    }
}
