package dev.roilab.backbone;

import static dev.roilab.backbone.SqueezenetSettings.Variant.V1_0;
import static dev.roilab.backbone.SqueezenetSettings.Variant.V1_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.EfficientnetSettings.Variant;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.CountedEngine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Multiply-adds of one picture of 224 x 224: the figures of torchvision's pages of pretrained models, in thousands of
 * millions with two decimals, which are of whole classifiers.
 */
class OperationsTest {
    private static final Optional<String> NO_FILE = Optional.empty();

    /** Networks, the multiply-adds of their fully connected layers, and the published sum. */
    static Stream<Arguments> networks() {
        var densenet = new BackboneSettings.Densenet(
                List.of(6, 12, 24, 16), 32, BackboneSettings.Densenet.Stem.LARGE, 32, NO_FILE, 0);
        return Stream.of(
                Arguments.of(densenet, 1_024_000L, 2.83),
                // Of torchvision's _ops in the weights' metadata: GoogLeNet_Weights 1.498, EfficientNet_B0_Weights
                // 0.386, EfficientNet_B4_Weights 4.394 at 380 pixels, ResNet101_Weights 7.801, ResNet152_Weights
                // 11.514, SqueezeNet1_0_Weights 0.819, SqueezeNet1_1_Weights 0.349. SqueezeNet's classifier is a
                // convolution over 13 x 13 cells.
                Arguments.of(new BackboneSettings.Googlenet(32, 1, Norm.TRAINED, NO_FILE, 0), 1_024_000L, 1.50),
                Arguments.of(
                        new EfficientnetSettings(Variant.B0, 1, 1, 32, Norm.TRAINED, 0.2, NO_FILE, 0),
                        1_280_000L,
                        0.39),
                Arguments.of(new BackboneSettings.Resnet(152, 32, Norm.TRAINED, NO_FILE, 0), 2_048_000L, 11.51),
                Arguments.of(new SqueezenetSettings(V1_0, 16, 1, NO_FILE, 0), 169 * 512_000L, 0.82),
                Arguments.of(new SqueezenetSettings(V1_1, 16, 1, NO_FILE, 0), 169 * 512_000L, 0.35),
                Arguments.of(new BackboneSettings.Alexnet(32, 1, NO_FILE, 0), 58_621_952L, 0.71),
                Arguments.of(new BackboneSettings.Vgg(11, 32, 1, NO_FILE, 0), 123_633_664L, 7.61),
                Arguments.of(new BackboneSettings.Vgg(16, 32, 1, NO_FILE, 0), 123_633_664L, 15.47),
                Arguments.of(new BackboneSettings.Resnet(18, 32, Norm.TRAINED, NO_FILE, 0), 512_000L, 1.81),
                Arguments.of(new BackboneSettings.Resnet(34, 32, Norm.TRAINED, NO_FILE, 0), 512_000L, 3.66),
                Arguments.of(new BackboneSettings.Resnet(50, 32, Norm.TRAINED, NO_FILE, 0), 2_048_000L, 4.09));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void areThoseOfTorchvision(BackboneSettings settings, long connected, double published) {
        try (CountedEngine engine = new CountedEngine(Engines.create("cpu", "cpu", 2))) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Shape picture = Shape.of(1, 3, 224, 224);
            Tape tape = Tape.inference(engine);
            long before = engine.multiplyAdds();
            backbone.forward(tape, tape.constant(engine.zeros(picture)));
            long all = engine.multiplyAdds() - before + connected;
            assertThat(Math.round(all / 1e7) / 100.0).isEqualTo(published);
        }
    }
}
