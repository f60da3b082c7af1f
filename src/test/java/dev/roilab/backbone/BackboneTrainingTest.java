package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.BackboneSettings.SmallResnet.Shortcut;
import dev.roilab.backbone.EfficientnetSettings.Variant;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sgd;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.GradientCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which parts of a backbone a training step changes. */
class BackboneTrainingTest {
    private static final Optional<String> NO_FILE = Optional.empty();
    private static final Shape IMAGES = Shape.of(2, 3, 32, 48);

    /** Settings and the prefixes of what they freeze. */
    static Stream<Arguments> frozenStages() {
        List<String> stem = List.of("conv1.", "bn1.");
        List<String> two = List.of("conv1.", "bn1.", "layer1.");
        List<String> groups = List.of("features.0.", "features.3.");
        return Stream.of(
                Arguments.of(new BackboneSettings.Tiny(4, 8, NO_FILE, 0), List.of()),
                Arguments.of(new BackboneSettings.Tiny(4, 8, NO_FILE, 1), stem),
                Arguments.of(new BackboneSettings.Tiny(4, 8, NO_FILE, 2), two),
                Arguments.of(new BackboneSettings.Resnet(18, 8, Norm.TRAINED, NO_FILE, 2), two),
                Arguments.of(new BackboneSettings.Resnet(18, 8, Norm.FOLDED, NO_FILE, 1), stem),
                Arguments.of(new BackboneSettings.Resnet(50, 8, Norm.FROZEN, NO_FILE, 2), two),
                Arguments.of(
                        new BackboneSettings.Googlenet(8, 0.1, Norm.TRAINED, NO_FILE, 1),
                        List.of("conv1.", "conv2.", "conv3.")),
                Arguments.of(
                        new SqueezenetSettings(SqueezenetSettings.Variant.V1_1, 8, 0.1, NO_FILE, 2),
                        List.of("features.0.", "features.3.", "features.4.")),
                Arguments.of(efficientnet(Norm.TRAINED, 3), List.of("features.0.", "features.1.", "features.2.")),
                Arguments.of(efficientnet(Norm.FOLDED, 0), List.of()),
                Arguments.of(small(Shortcut.IDENTITY, 1), stem),
                Arguments.of(small(Shortcut.PROJECTION, 2), two),
                Arguments.of(small(Shortcut.NONE, 0), List.of()),
                Arguments.of(new BackboneSettings.Tiny(4, 8, Optional.of(new DilatedStage(2, 2)), NO_FILE, 1), stem),
                Arguments.of(new BackboneSettings.Alexnet(8, 0.1, Optional.of(true), NO_FILE, 0), List.of()),
                Arguments.of(new BackboneSettings.Vgg(11, 8, 0.1, NO_FILE, 2), groups));
    }

    private static BackboneSettings efficientnet(Norm norm, int frozenBelow) {
        return new EfficientnetSettings(Variant.B0, 0.25, 1, 8, norm, 0.2, NO_FILE, frozenBelow);
    }

    private static BackboneSettings small(Shortcut shortcut, int frozenBelow) {
        return new BackboneSettings.SmallResnet(8, 4, 4, shortcut, Norm.TRAINED, NO_FILE, frozenBelow);
    }

    @ParameterizedTest
    @MethodSource("frozenStages")
    void stagesBelowAreFrozenAndTheOthersLearn(BackboneSettings settings, List<String> frozen) {
        boolean normIsFrozen = settings instanceof BackboneSettings.Resnet resnet && resnet.norm() == Norm.FROZEN;
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            List<Parameter> everything = new ArrayList<>(backbone.parameters());
            everything.addAll(backbone.buffers());
            SequencedMap<String, float[]> before = values(everything);
            // Zero-initialised last convolutions of a branch stop its gradient in the first step.
            List<String> withGradient = new ArrayList<>(step(engine, backbone));
            step(engine, backbone).stream()
                    .filter(name -> !withGradient.contains(name))
                    .forEach(withGradient::add);
            for (Parameter parameter : everything) {
                String name = parameter.name();
                boolean norm = name.contains("bn") || name.contains("downsample.1");
                boolean learns = frozen.stream().noneMatch(name::startsWith) && !(norm && normIsFrozen);
                boolean statistic = name.contains("running");
                assertThat(withGradient.contains(name)).as(name).isEqualTo(learns && !statistic);
                if (learns) {
                    assertThat(parameter.value().toFloats()).as(name).isNotEqualTo(before.get(name));
                } else {
                    assertThat(parameter.value().toFloats()).as(name).containsExactly(before.get(name));
                }
            }
        }
    }

    private static SequencedMap<String, float[]> values(List<Parameter> parameters) {
        var values = new LinkedHashMap<String, float[]>();
        parameters.forEach(
                parameter -> values.put(parameter.name(), parameter.value().toFloats()));
        return values;
    }

    /** One step with weight decay, which must not reach frozen parameters either; the names that got a gradient. */
    private static List<String> step(Engine engine, Backbone backbone) {
        var optimizer = new Sgd(engine, backbone.parameters(), 0.9, 0.01);
        try (Scope _ = engine.openScope()) {
            // Kept whole by these draws, so that every block learns.
            Tape tape = Tape.recording(engine, new SplittableRandom(1));
            Tensor images = engine.tensor(GradientCheck.random(2, IMAGES), IMAGES);
            Variable output = backbone.forward(tape, tape.constant(images));
            var gradients = new LinkedHashMap<Variable, Tensor>();
            gradients.put(output, engine.tensor(GradientCheck.random(3, output.shape()), output.shape()));
            tape.backward(gradients);
            optimizer.step(tape, 0.01);
            return backbone.parameters().stream()
                    .filter(parameter -> tape.gradient(parameter).isPresent())
                    .map(Parameter::name)
                    .toList();
        }
    }

    @Test
    void moreFrozenStagesThanThereAreAreRefused() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var settings = new BackboneSettings.Tiny(4, 16, NO_FILE, 5);
            assertThatThrownBy(() -> Backbones.create(settings, engine, new RandomStreams(1)))
                    .hasMessage("frozen_below must be 0 to 4 at stride 16 (stem and stages), got 5");
        }
    }
}
