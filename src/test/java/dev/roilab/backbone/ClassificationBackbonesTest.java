package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.nn.WeightException;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** VGG and AlexNet, whose fully connected layers become the region network. */
class ClassificationBackbonesTest {
    @TempDir
    private Path folder;

    private static BackboneSettings alexnet(int stride, double width, int frozenBelow) {
        return new BackboneSettings.Alexnet(stride, width, Optional.empty(), frozenBelow);
    }

    private static BackboneSettings vgg(int stride, double width) {
        return new BackboneSettings.Vgg(16, stride, width, Optional.empty(), 0);
    }

    static Stream<BackboneSettings> settings() {
        return Stream.of(8, 16, 32)
                .flatMap(stride -> Stream.of(
                        alexnet(stride, 0.1, 0),
                        vgg(stride, 0.05),
                        new BackboneSettings.Tiny(4, stride, Optional.empty(), 0),
                        new BackboneSettings.Googlenet(stride, 0.1, BackboneSettings.Norm.TRAINED, Optional.empty(), 0),
                        new EfficientnetSettings(
                                EfficientnetSettings.Variant.B0,
                                0.25,
                                0.5,
                                stride,
                                BackboneSettings.Norm.FROZEN,
                                0,
                                Optional.empty(),
                                0),
                        new BackboneSettings.Resnet(18, stride, BackboneSettings.Norm.FOLDED, Optional.empty(), 0)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void channelsAndStrideAreKnownBeforeTheNetworkIsBuilt(BackboneSettings settings) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Variable output = backbone.forward(
                    Tape.inference(engine), Tape.inference(engine).constant(engine.zeros(Shape.of(1, 3, 128, 192))));
            assertThat(backbone.channels()).isEqualTo(Backbones.channels(settings));
            assertThat(output.shape().size(1)).isEqualTo(Backbones.channels(settings));
            assertThat(output.shape().size(3)).isBetween(192 / settings.stride() - 1, 192 / settings.stride());
        }
    }

    /** torchvision's alexnet: features.0, 3, 6, 8, 10. */
    @Test
    void alexnetHasTheNamesAndShapesOfTorchvision() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(alexnet(16, 1, 0), engine, new RandomStreams(1));
            assertThat(backbone.parameters())
                    .extracting(Parameter::toString)
                    .containsExactly(
                            "features.0.weight [64, 3, 11, 11]",
                            "features.0.bias [64]",
                            "features.3.weight [192, 64, 5, 5]",
                            "features.3.bias [192]",
                            "features.6.weight [384, 192, 3, 3]",
                            "features.6.bias [384]",
                            "features.8.weight [256, 384, 3, 3]",
                            "features.8.bias [256]",
                            "features.10.weight [256, 256, 3, 3]",
                            "features.10.bias [256]");
        }
    }

    @Test
    void everyConvolutionOfAlexnetCanBeFrozen() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            for (int below = 0; below <= 5; below++) {
                var backbone = Backbones.create(alexnet(16, 0.1, below), engine, new RandomStreams(1));
                assertThat(backbone.parameters().stream().filter(Parameter::isTrained))
                        .hasSize(2 * (5 - below));
            }
            assertThatThrownBy(() -> Backbones.create(alexnet(16, 0.1, 6), engine, new RandomStreams(1)))
                    .hasMessageContaining("frozen_below must be 0 to 5");
        }
    }

    /** In torchvision a map is flattened channel by channel, here cell by cell; the layer's result must not notice. */
    @Test
    void fc6ReadsTheCellsThatItWasTrainedOn() {
        int channels = 26;
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            float[] weight =
                    Initializer.normal(1).values(Shape.of(3, channels * 49), new RandomStreams(1).stream("weight"));
            float[] map = Initializer.normal(1).values(Shape.of(1, channels, 7, 7), new RandomStreams(1).stream("map"));
            var hidden = hidden(engine, channels * 49);
            ClassifierWeights.load(engine, file(weight, channels), hidden);
            Tape tape = Tape.inference(engine);
            Variable flat = new Flatten().forward(tape, tape.constant(engine.tensor(map, Shape.of(1, channels, 7, 7))));
            float[] actual = hidden.getFirst().forward(tape, flat).value().toFloats();
            for (int o = 0; o < 3; o++) {
                double expected = o + 1;
                for (int i = 0; i < map.length; i++) {
                    expected += (double) weight[o * map.length + i] * map[i];
                }
                assertThat((double) actual[o]).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-3));
            }
        }
    }

    @Test
    void layersThatAreNoNumbersAreRefused() {
        float[] weight = new float[3 * 26 * 49];
        weight[0] = 1;
        weight[7] = Float.NaN;
        weight[8] = Float.NEGATIVE_INFINITY;
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var settings = file(weight, 26);
            assertThatThrownBy(() -> ClassifierWeights.load(engine, settings, hidden(engine, 26 * 49)))
                    .isInstanceOf(WeightException.class)
                    .hasMessageContaining("classifier.0.weight: 2 of 3822 numbers are NaN or infinite");
        }
    }

    @Test
    void layersThatDoNotFitAreAllNamed() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var settings = file(new float[3 * 26 * 49], 26);
            assertThatThrownBy(() -> ClassifierWeights.load(engine, settings, hidden(engine, 100)))
                    .isInstanceOf(WeightException.class)
                    .hasMessageContaining(
                            "classifier.0.weight has the shape [3, 1274], the region network needs [3, 100]")
                    .hasMessageContaining("missing: the region network needs classifier.3.bias [4]");
        }
    }

    private static List<Linear> hidden(Engine engine, int inputs) {
        var head = ParameterFactory.of(engine, new RandomStreams(2)).in("head");
        return List.of(
                Linear.create(head.in("fc6"), inputs, 3, Activation.NONE, Initializer.zeros()),
                Linear.create(head.in("fc7"), 3, 4, Activation.NONE, Initializer.zeros()));
    }

    /** A file with fc6 and half of fc7 where {@code inputs} of fc6 do not fit anyway. */
    private BackboneSettings file(float[] fc6, int channels) {
        var values = new TreeMap<String, Values>();
        values.put("classifier.0.weight", new Values(Shape.of(3, channels * 49), fc6));
        values.put("classifier.0.bias", new Values(Shape.of(3), new float[] {1, 2, 3}));
        values.put("classifier.3.weight", new Values(Shape.of(4, 3), new float[12]));
        if (fc6[0] != 0) {
            values.put("classifier.3.bias", new Values(Shape.of(4), new float[4]));
        }
        Path path = folder.resolve("vgg.safetensors");
        Safetensors.write(path, NamedTensors.of(values), new TreeMap<>());
        return new BackboneSettings.Vgg(16, 16, 0.05, Optional.of(path.toString()), 0);
    }
}
