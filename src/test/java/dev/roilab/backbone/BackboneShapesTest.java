package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.EfficientnetSettings.Variant;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes, names and numbers of parameters; the numbers are those of torchvision's networks without classifier. */
class BackboneShapesTest {
    private static final Optional<String> NO_FILE = Optional.empty();

    @ParameterizedTest
    @CsvSource({
        "18,  8, 128,   683072",
        "18, 16, 256,  2782784",
        "18, 32, 512, 11176512",
        "34,  8, 128,  1347904",
        "34, 16, 256,  8170304",
        "34, 32, 512, 21284672",
        "50,  8, 512,  1444928",
        "50, 16, 1024, 8543296",
        "50, 32, 2048, 23508032",
        "152, 8, 512, 2565184"
    })
    void resnetHasTheSizesOfTorchvision(int depth, int stride, int channels, long parameters) {
        check(new BackboneSettings.Resnet(depth, stride, Norm.TRAINED, NO_FILE, 0), channels, parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "11, 8, 1, 512, 4500864",
        "11, 16, 1, 512, 9220480",
        "16, 32, 1, 512, 14714688",
        "16, 16, 0.25, 128, 920784"
    })
    void vggHasTheSizesOfTorchvision(int depth, int stride, double width, int channels, long parameters) {
        check(new BackboneSettings.Vgg(depth, stride, width, NO_FILE, 0), channels, parameters);
    }

    /**
     * torchvision's vgg13_bn has 133,053,736, vgg16_bn 138,365,992, vgg19 143,667,240 and vgg19_bn 143,678,248, of
     * which 123,642,856 are in the classifier.
     */
    @ParameterizedTest
    @CsvSource({"13, TRAINED, 9410880", "16, FROZEN, 14723136", "19, FOLDED, 20024384", "19, TRAINED, 20035392"})
    void normalizedVggHasTheSizesOfTorchvision(int depth, Norm norm, long parameters) {
        check(new BackboneSettings.Vgg(depth, 32, 1, Optional.of(norm), NO_FILE, 0), 512, parameters);
    }

    /** 269,722 parameters in the published network of 20 layers, 853,018 in that of 56, less a classifier of 650. */
    @ParameterizedTest
    @CsvSource({"20, 4, 16, IDENTITY, 64, 269072", "56, 4, 16, IDENTITY, 64, 852368", "56, 4, 16, NONE, 64, 852368"})
    void smallResnetHasTheSizesOfThePaper(
            int depth,
            int stride,
            int width,
            BackboneSettings.SmallResnet.Shortcut shortcut,
            int channels,
            long parameters) {
        check(
                new BackboneSettings.SmallResnet(depth, stride, width, shortcut, Norm.TRAINED, NO_FILE, 0),
                channels,
                parameters);
    }

    /** 28,088,024 in the published SE-ResNet-50 of timm, 2,049,000 of them in its classifier. */
    @Test
    void squeezeAndExcitationHasTheSizeOfThePublishedNetwork() {
        check(
                new BackboneSettings.Resnet(50, 32, Norm.TRAINED, Optional.of(16), Optional.empty(), NO_FILE, 0),
                2048,
                26_039_024);
    }

    /** torchvision's densenet121 has 7,978,856 and densenet169 14,149,480, classifiers of 1000 classes included. */
    @ParameterizedTest
    @CsvSource({"24, 16, 1024, 6953856", "32, 32, 1664, 12484480"})
    void densenetHasTheSizesOfTorchvision(int third, int fourth, int channels, long parameters) {
        check(
                new BackboneSettings.Densenet(
                        List.of(6, 12, third, fourth), 32, BackboneSettings.Densenet.Stem.LARGE, 32, NO_FILE, 0),
                channels,
                parameters);
    }

    /** torchvision's googlenet has 6,624,904 without auxiliary classifiers, 1,025,000 of them in its classifier. */
    @ParameterizedTest
    @CsvSource({"8, 480, 620832", "16, 832, 3273920", "32, 1024, 5599904"})
    void googlenetHasTheSizesOfTorchvision(int stride, int channels, long parameters) {
        check(new BackboneSettings.Googlenet(stride, 1, Norm.TRAINED, NO_FILE, 0), channels, parameters);
    }

    /**
     * torchvision's efficientnet_b0 has 5,288,548, 1,281,000 of them in its classifier; the others are counted in its
     * EfficientNet with these multipliers.
     */
    @ParameterizedTest
    @CsvSource({
        "B0, 1, 1, 8, 40, 65730",
        "B0, 1, 1, 16, 112, 851808",
        "B0, 1, 1, 32, 1280, 4007548",
        "B0, 0.5, 0.5, 32, 640, 657120",
        "B5, 0.25, 0.5, 32, 512, 1193572"
    })
    void efficientnetHasTheSizesOfTorchvision(
            Variant variant, double width, double depth, int stride, int channels, long parameters) {
        check(
                new EfficientnetSettings(variant, width, depth, stride, Norm.TRAINED, 0.2, NO_FILE, 0),
                channels,
                parameters);
    }

    /** Of torchvision's efficientnet_b0 to b7: the stem, then the seven stages. */
    static Stream<Arguments> efficientnets() {
        return Stream.of(
                Arguments.of(Variant.B0, List.of(32, 16, 24, 40, 80, 112, 192, 320), List.of(1, 2, 2, 3, 3, 4, 1)),
                Arguments.of(Variant.B1, List.of(32, 16, 24, 40, 80, 112, 192, 320), List.of(2, 3, 3, 4, 4, 5, 2)),
                Arguments.of(Variant.B2, List.of(32, 16, 24, 48, 88, 120, 208, 352), List.of(2, 3, 3, 4, 4, 5, 2)),
                Arguments.of(Variant.B3, List.of(40, 24, 32, 48, 96, 136, 232, 384), List.of(2, 3, 3, 5, 5, 6, 2)),
                Arguments.of(Variant.B4, List.of(48, 24, 32, 56, 112, 160, 272, 448), List.of(2, 4, 4, 6, 6, 8, 2)),
                Arguments.of(Variant.B5, List.of(48, 24, 40, 64, 128, 176, 304, 512), List.of(3, 5, 5, 7, 7, 9, 3)),
                Arguments.of(Variant.B6, List.of(56, 32, 40, 72, 144, 200, 344, 576), List.of(3, 6, 6, 8, 8, 11, 3)),
                Arguments.of(Variant.B7, List.of(64, 32, 48, 80, 160, 224, 384, 640), List.of(4, 7, 7, 10, 10, 13, 4)));
    }

    @ParameterizedTest
    @MethodSource("efficientnets")
    void efficientnetsGrowAsTorchvisionsDo(Variant variant, List<Integer> channels, List<Integer> blocks) {
        var settings = new EfficientnetSettings(variant, 1, 1, 32, Norm.TRAINED, 0, NO_FILE, 0);
        assertThat(Efficientnet.widths(settings)).isEqualTo(channels);
        assertThat(Efficientnet.depths(settings)).isEqualTo(blocks);
    }

    /** At stride 8 and half the depth every stage has one block, and all but the first change the map's shape. */
    @ParameterizedTest
    @CsvSource({"0.5, 8, 0, false", "1, 8, 0, true", "1, 8, 4, false", "0.5, 16, 0, true"})
    void stochasticDepthIsReadWhereABlockCanBeLeftOut(double depth, int stride, int frozenBelow, boolean read) {
        var settings =
                new EfficientnetSettings(Variant.B0, 0.25, depth, stride, Norm.TRAINED, 0.2, NO_FILE, frozenBelow);
        assertThat(settings.unread().stream().flatMap(unread -> unread.keys().stream()))
                .contains("depth")
                .satisfies(keys -> assertThat(keys.contains("stochastic_depth")).isNotEqualTo(read));
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Tape tape = Tape.recording(engine);
            var images = tape.constant(engine.zeros(Shape.of(2, 3, 64, 64)));
            if (read) {
                assertThatThrownBy(() -> backbone.forward(tape, images)).hasMessageContaining("draws random numbers");
            } else {
                assertThat(backbone.forward(tape, images).shape().size(0)).isEqualTo(2);
            }
        }
    }

    @Test
    void aDensenetReachesTheStridesOfItsBlocks() {
        var small = BackboneSettings.Densenet.Stem.SMALL;
        assertThatThrownBy(() -> new BackboneSettings.Densenet(List.of(2, 2), 4, small, 8, NO_FILE, 0))
                .hasMessage("stride must be 1 to 2 with a small stem and 2 blocks, got 8");
        assertThatThrownBy(() -> new BackboneSettings.Densenet(List.of(), 4, small, 1, NO_FILE, 0))
                .hasMessage("blocks must name at least one");
    }

    @Test
    void aSmallResnetHasSixNAndTwoLayers() {
        assertThatThrownBy(() -> new BackboneSettings.SmallResnet(
                        21, 4, 16, BackboneSettings.SmallResnet.Shortcut.NONE, Norm.TRAINED, NO_FILE, 0))
                .hasMessage("depth must be 6n + 2, such as 20, 32, 44 or 56, got 21");
    }

    static List<BackboneSettings> networks() {
        return List.of(
                new BackboneSettings.Resnet(18, 32, Norm.TRAINED, NO_FILE, 0),
                new BackboneSettings.Resnet(50, 16, Norm.TRAINED, NO_FILE, 0),
                new BackboneSettings.Vgg(11, 32, 0.125, NO_FILE, 0),
                new BackboneSettings.Alexnet(16, 0.25, NO_FILE, 0),
                new BackboneSettings.SmallResnet(
                        8, 4, 6, BackboneSettings.SmallResnet.Shortcut.IDENTITY, Norm.TRAINED, NO_FILE, 0),
                new BackboneSettings.SmallResnet(
                        14, 4, 4, BackboneSettings.SmallResnet.Shortcut.PROJECTION, Norm.FOLDED, NO_FILE, 0),
                new BackboneSettings.Densenet(List.of(2, 3, 2), 4, BackboneSettings.Densenet.Stem.SMALL, 4, NO_FILE, 0),
                new BackboneSettings.Densenet(
                        List.of(1, 2, 1, 1), 4, BackboneSettings.Densenet.Stem.LARGE, 16, NO_FILE, 0),
                new BackboneSettings.SmallResnet(
                        8,
                        4,
                        4,
                        Optional.empty(),
                        BackboneSettings.SmallResnet.Shortcut.IDENTITY,
                        Norm.TRAINED,
                        Optional.of(2),
                        Optional.empty(),
                        NO_FILE,
                        0),
                new BackboneSettings.Googlenet(32, 0.125, Norm.TRAINED, NO_FILE, 0),
                new BackboneSettings.Googlenet(16, 0.125, Norm.FOLDED, NO_FILE, 0),
                new EfficientnetSettings(Variant.B0, 0.25, 0.5, 32, Norm.TRAINED, 0.2, NO_FILE, 0),
                new EfficientnetSettings(Variant.B1, 0.25, 1, 16, Norm.FOLDED, 0, NO_FILE, 0),
                new SqueezenetSettings(SqueezenetSettings.Variant.V1_0, 16, 0.125, NO_FILE, 0),
                new SqueezenetSettings(SqueezenetSettings.Variant.V1_1, 8, 0.125, NO_FILE, 0),
                new BackboneSettings.Alexnet(16, 0.25, Optional.of(true), NO_FILE, 0),
                new BackboneSettings.Googlenet(16, 0.125, Norm.TRAINED, Optional.of(false), NO_FILE, 0),
                new BackboneSettings.Tiny(8, 16, Optional.of(new DilatedStage(2, 1)), NO_FILE, 0),
                new BackboneSettings.Tiny(8, 16, NO_FILE, 0));
    }

    /** Each map alone, with the numbers that it has among all. */
    @ParameterizedTest
    @MethodSource("networks")
    void mapsHaveTheSizeThatTheirStrideSays(BackboneSettings settings) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Set<Integer> strides = backbone.channelsByStride().keySet();
            assertThat(strides).hasSizeGreaterThan(1).last().isEqualTo(backbone.stride());
            float[] pixels = new float[3 * 95 * 127];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) Math.sin(i);
            }
            Tape tape = Tape.inference(engine);
            var images = tape.constant(engine.tensor(pixels, Shape.of(1, 3, 95, 127)));
            SortedMap<Integer, Variable> all = backbone.maps(tape, images, strides);
            assertThat(all.keySet()).isEqualTo(strides);
            assertThat(numbers(all, backbone.stride()))
                    .isEqualTo(backbone.forward(tape, images).value().toFloats());
            for (int stride : strides) {
                Shape shape = Objects.requireNonNull(all.get(stride)).value().shape();
                assertThat(shape.size(1)).isEqualTo(backbone.channelsByStride().get(stride));
                assertThat(95.0 / shape.size(2)).isBetween(stride * 0.7, stride * 1.6);
                SortedMap<Integer, Variable> alone = backbone.maps(tape, images, Set.of(stride));
                assertThat(alone).containsOnlyKeys(stride);
                assertThat(numbers(alone, stride)).isEqualTo(numbers(all, stride));
            }
            assertThatThrownBy(() -> backbone.maps(tape, images, Set.of(3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("asked for [3]");
        }
    }

    private static float[] numbers(SortedMap<Integer, Variable> maps, int stride) {
        return Objects.requireNonNull(maps.get(stride)).value().toFloats();
    }

    @ParameterizedTest
    @CsvSource({"8, 16", "16, 32", "32, 64"})
    void tinyDoublesItsChannelsAtEachHalving(int stride, int channels) {
        check(new BackboneSettings.Tiny(8, stride, NO_FILE, 0), channels, tinyParameters(8, stride));
    }

    /** A convolution's kernel and two numbers a channel for its normalisation, counted block by block. */
    private static long tinyParameters(int width, int stride) {
        long count = normalized(width, 3, 3);
        int inputs = width;
        int outputs = width;
        for (int reached = 4; reached <= stride; reached *= 2) {
            count += normalized(outputs, inputs, 3) + normalized(outputs, outputs, 3) + normalized(outputs, inputs, 1);
            inputs = outputs;
            outputs *= 2;
        }
        return count;
    }

    private static long normalized(long outputs, long inputs, long kernel) {
        return outputs * inputs * kernel * kernel + 2 * outputs;
    }

    private static void check(BackboneSettings settings, int channels, long parameters) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            assertThat(backbone.stride()).isEqualTo(settings.stride());
            assertThat(backbone.channels()).isEqualTo(channels);
            assertThat(backbone.parameters().stream()
                            .mapToLong(parameter -> parameter.shape().elements())
                            .sum())
                    .isEqualTo(parameters);
            Tape tape = Tape.inference(engine);
            Tensor image = engine.zeros(Shape.of(2, 3, 64, 96));
            assertThat(backbone.forward(tape, tape.constant(image)).shape())
                    .isEqualTo(Shape.of(2, channels, 64 / settings.stride(), 96 / settings.stride()));
        }
    }

    @Test
    void resnetNamesAreThoseOfTorchvision() {
        List<String> basic = new ArrayList<>(normalizedNames("conv1", "bn1"));
        for (int layer = 1; layer <= 2; layer++) {
            for (int block = 0; block < 2; block++) {
                String prefix = "layer%d.%d.".formatted(layer, block);
                basic.addAll(normalizedNames(prefix + "conv1", prefix + "bn1"));
                basic.addAll(normalizedNames(prefix + "conv2", prefix + "bn2"));
                if (layer == 2 && block == 0) {
                    basic.addAll(normalizedNames(prefix + "downsample.0", prefix + "downsample.1"));
                }
            }
        }
        assertThat(names(new BackboneSettings.Resnet(18, 8, Norm.TRAINED, NO_FILE, 0)))
                .containsExactlyInAnyOrderElementsOf(basic);
        assertThat(names(new BackboneSettings.Resnet(50, 8, Norm.FROZEN, NO_FILE, 0)))
                .contains("layer1.0.conv3.weight", "layer1.0.bn3.running_var", "layer1.0.downsample.1.bias")
                .contains("layer2.3.conv1.weight", "layer2.0.downsample.0.weight")
                .doesNotContain("layer1.1.downsample.0.weight", "layer2.4.conv1.weight", "conv1.bias");
        assertThat(names(new BackboneSettings.Resnet(18, 8, Norm.FOLDED, NO_FILE, 0)))
                .contains("conv1.weight", "conv1.bias", "layer2.0.downsample.0.weight", "layer2.0.downsample.0.bias")
                .noneMatch(name -> name.contains("bn") || name.contains("running") || name.contains("downsample.1"));
    }

    private static List<String> normalizedNames(String convolution, String norm) {
        return List.of(
                convolution + ".weight",
                norm + ".weight",
                norm + ".bias",
                norm + ".running_mean",
                norm + ".running_var");
    }

    @Test
    void vggNamesAreThoseOfTorchvision() {
        assertThat(names(new BackboneSettings.Vgg(11, 16, 0.1, NO_FILE, 0)))
                .containsExactlyInAnyOrderElementsOf(features(0, 3, 6, 8, 11, 13, 16, 18));
        assertThat(names(new BackboneSettings.Vgg(16, 16, 0.1, NO_FILE, 0)))
                .containsExactlyInAnyOrderElementsOf(features(0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28));
    }

    private static List<String> features(int... indices) {
        List<String> names = new ArrayList<>();
        for (int index : indices) {
            names.add("features." + index + ".weight");
            names.add("features." + index + ".bias");
        }
        return names;
    }

    private static List<String> names(BackboneSettings settings) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            List<Parameter> all = new ArrayList<>(backbone.parameters());
            all.addAll(backbone.buffers());
            return all.stream().map(Parameter::name).toList();
        }
    }

    @Test
    void networksThatShareALayerStartAlikeThere() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var random = new RandomStreams(5);
            Backbone small = Backbones.create(new BackboneSettings.Tiny(8, 8, NO_FILE, 0), engine, random);
            Backbone large = Backbones.create(new BackboneSettings.Tiny(8, 32, NO_FILE, 0), engine, random);
            for (int i = 0; i < small.parameters().size(); i++) {
                Parameter ours = small.parameters().get(i);
                Parameter theirs = large.parameters().get(i);
                assertThat(ours.name()).isEqualTo(theirs.name());
                assertThat(ours.value().toFloats())
                        .as(ours.name())
                        .containsExactly(theirs.value().toFloats());
            }
        }
    }

    @Test
    void settingsOutOfRangeNameTheKey() {
        assertThatThrownBy(() -> new BackboneSettings.Resnet(19, 16, Norm.FROZEN, NO_FILE, 0))
                .hasMessage("depth must be 18, 34, 50, 101 or 152, got 19");
        assertThatThrownBy(() -> new BackboneSettings.Resnet(18, 4, Norm.FROZEN, NO_FILE, 0))
                .hasMessage("stride must be 8, 16 or 32, got 4");
        assertThatThrownBy(() -> new BackboneSettings.Vgg(12, 16, 1, NO_FILE, 0))
                .hasMessage("depth must be 11, 13, 16 or 19, got 12");
        assertThatThrownBy(() -> new BackboneSettings.Vgg(11, 16, Double.NaN, NO_FILE, 0))
                .hasMessage("width must be > 0, got NaN");
        assertThatThrownBy(() -> new BackboneSettings.Tiny(0, 16, NO_FILE, 0)).hasMessage("width must be >= 1, got 0");
    }
}
