package dev.roilab.backbone;

import static dev.roilab.backbone.SqueezenetSettings.Variant.V1_0;
import static dev.roilab.backbone.SqueezenetSettings.Variant.V1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Mode;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings.Densenet.Stem;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.EfficientnetSettings.Variant;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import dev.roilab.testing.TestEngine;
import dev.roilab.testing.Waves;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Networks against torchvision's in double precision: names, maps and gradients, of the whole with running averages and
 * of the part to stride 8 with the statistics of the one picture. Weights are by formula;
 * {@code src/test/golden/networks.py} made the numbers.
 */
class TorchvisionGoldenTest {
    private static final Shape PICTURE = Shape.of(1, 3, 64, 96);
    private static final Optional<String> NO_FILE = Optional.empty();

    /** Numbers of each tensor that the files keep, at least. */
    private static final int KEPT = 24;

    /** Of the largest number of a tensor. */
    private static final double OF_OUTPUTS = 1e-4;

    private static final double OF_GRADIENTS = 1e-3;

    private static final int TRAINED_STRIDE = 8;

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("alexnet", new BackboneSettings.Alexnet(16, 1, NO_FILE, 0)),
                Arguments.of("vgg11", new BackboneSettings.Vgg(11, 32, 0.25, NO_FILE, 0)),
                Arguments.of(
                        "vgg11_normalized",
                        new BackboneSettings.Vgg(11, 32, 0.25, Optional.of(Norm.TRAINED), NO_FILE, 0)),
                Arguments.of("squeezenet1_0", new SqueezenetSettings(V1_0, 16, 1, NO_FILE, 0)),
                Arguments.of("squeezenet1_1", new SqueezenetSettings(V1_1, 16, 1, NO_FILE, 0)),
                Arguments.of("googlenet", new BackboneSettings.Googlenet(32, 1, Norm.TRAINED, NO_FILE, 0)),
                Arguments.of("resnet18_normalized", new BackboneSettings.Resnet(18, 16, Norm.TRAINED, NO_FILE, 0)),
                Arguments.of("resnet50_normalized", new BackboneSettings.Resnet(50, 8, Norm.TRAINED, NO_FILE, 0)),
                Arguments.of(
                        "densenet121",
                        new BackboneSettings.Densenet(List.of(6, 12, 24, 16), 8, Stem.LARGE, 32, NO_FILE, 0)),
                Arguments.of(
                        "efficientnet_b0",
                        new EfficientnetSettings(Variant.B0, 1, 1, 32, Norm.TRAINED, 0, NO_FILE, 0)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void mapsAndGradientsEqualTorchvisions(String name, BackboneSettings settings) {
        JsonNode expected = ReferenceCases.GOLDEN.json("backbone/" + name);
        try (Engine engine = TestEngine.create(2)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            List<Parameter> all = Stream.of(backbone.parameters(), backbone.buffers())
                    .flatMap(List::stream)
                    .toList();
            assertThat(all)
                    .extracting(Parameter::name)
                    .containsExactlyInAnyOrderElementsOf(expected.get("names")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList());
            all.forEach(parameter -> set(engine, parameter));
            compare(engine, backbone, Mode.EVALUATION, expected.get("evaluation"));
            if (expected.has("training")) {
                compare(engine, backbone, Mode.TRAINING, expected.get("training"));
            }
        }
    }

    private static void set(Engine engine, Parameter parameter) {
        String name = parameter.name();
        boolean variance = name.endsWith("running_var");
        boolean factor =
                variance || (name.endsWith("weight") && parameter.shape().rank() == 1);
        try (Scope _ = engine.openScope()) {
            float[] values = Waves.of(name, parameter.shape(), factor ? 1 : 0, variance ? 5 : 1);
            engine.copy(engine.tensor(values, parameter.shape()), parameter.value());
        }
    }

    private static void compare(Engine engine, Backbone backbone, Mode mode, JsonNode expected) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine, mode);
            var picture = new Parameter(
                    "picture", picture(engine, expected.get("phase").asInt()), 1, 0);
            // Batch statistics of one picture need a map of many cells.
            int stride = mode == Mode.TRAINING ? TRAINED_STRIDE : backbone.stride();
            Variable output = Objects.requireNonNull(
                    backbone.maps(tape, tape.variable(picture), Set.of(stride)).get(stride));
            assertThat(output.shape()).isEqualTo(Shape.of(ReferenceData.ints(expected.get("shape"))));
            assertClose("map", output.value(), expected.get("map"), OF_OUTPUTS);
            var gradients = new LinkedHashMap<Variable, Tensor>();
            gradients.put(output, upstream(engine, output.shape()));
            tape.backward(gradients);
            expected.get("gradients").propertyStream().forEach(entry -> {
                Parameter watched = Stream.concat(Stream.of(picture), backbone.parameters().stream())
                        .filter(parameter -> parameter.name().equals(entry.getKey()))
                        .findFirst()
                        .orElseThrow();
                assertClose(entry.getKey(), tape.gradient(watched).orElseThrow(), entry.getValue(), OF_GRADIENTS);
            });
        }
    }

    private static void assertClose(String what, Tensor tensor, JsonNode kept, double tolerance) {
        float[] found = tensor.toFloats();
        double[] wanted = ReferenceData.doubles(kept);
        int step = Math.max(1, found.length / KEPT);
        assertThat(wanted).hasSize((found.length + step - 1) / step);
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
        assertThat(largest).as(what).isPositive();
        for (int i = 0; i < wanted.length; i++) {
            assertThat((double) found[i * step])
                    .as("%s, number %d", what, i * step)
                    .isCloseTo(wanted[i], within(tolerance * largest));
        }
    }

    private static Tensor picture(Engine engine, int phase) {
        float[] values = new float[(int) PICTURE.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * Math.sin(phase + 0.37 * i + 0.001 * i * Math.sqrt(i)));
        }
        return engine.tensor(values, PICTURE);
    }

    private static Tensor upstream(Engine engine, Shape shape) {
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.cos(0.3 * i);
        }
        return engine.tensor(values, shape);
    }
}
