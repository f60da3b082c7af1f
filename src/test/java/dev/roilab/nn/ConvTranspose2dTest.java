package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import dev.roilab.testing.TestEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The layer against PyTorch's, gradients included. */
class ConvTranspose2dTest {
    @ParameterizedTest
    @EnumSource
    void equalsTorch(ReferenceCases source) {
        int found = 0;
        for (JsonNode one : source.json("torch_ops/conv").get("cases")) {
            if (one.get("params").get("op").asString().equals("conv_transpose2d")) {
                found++;
                try (Engine engine = TestEngine.create(2)) {
                    check(engine, one);
                }
            }
        }
        assertThat(found).isEqualTo(source == ReferenceCases.SHARED ? 5 : 3);
    }

    private static void check(Engine engine, JsonNode one) {
        JsonNode params = one.get("params");
        int stride = params.path("stride").asInt(1);
        int dilation = params.path("dilation").asInt(1);
        var convolution = new Convolution(
                stride,
                stride,
                Padding.of(params.path("padding").asInt(0)),
                dilation,
                dilation,
                params.path("groups").asInt(1));
        Parameter weights = parameter(engine, one, "w");
        Parameter bias = parameter(engine, one, "b");
        var layer = new ConvTranspose2d(
                weights,
                Optional.of(bias),
                convolution,
                params.path("output_padding").asInt(0),
                Activation.NONE);
        Parameter input = parameter(engine, one, "x");
        Tape tape = Tape.recording(engine);
        Variable output = layer.forward(tape, tape.variable(input));
        require(output.value(), one.get("output"));
        var seeds = new LinkedHashMap<Variable, Tensor>();
        seeds.put(output, tensor(engine, one.get("upstream_gradient")));
        tape.backward(seeds);
        Map.of("x", input, "w", weights, "b", bias)
                .forEach((name, parameter) -> require(
                        tape.gradient(parameter).orElseThrow(),
                        one.get("gradients").get(name)));
    }

    private static Parameter parameter(Engine engine, JsonNode one, String name) {
        return new Parameter(name, tensor(engine, one.get("inputs").get(name)), 1, 0);
    }

    private static Tensor tensor(Engine engine, JsonNode node) {
        return engine.tensor(ReferenceData.floats(node.get("data")), Shape.of(ReferenceData.ints(node.get("shape"))));
    }

    private static void require(Tensor found, JsonNode expected) {
        assertThat(found.shape()).isEqualTo(Shape.of(ReferenceData.ints(expected.get("shape"))));
        float[] values = found.toFloats();
        double[] wanted = ReferenceData.doubles(expected.get("data"));
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).as("element %d", i).isCloseTo(wanted[i], within(1e-4));
        }
    }

    /** Mask R-CNN's branch doubles the maps of its regions; there may be none. */
    @Test
    void doublesTheMapsOfRegions() {
        try (Engine engine = TestEngine.create(1)) {
            var layer = ConvTranspose2d.withBias(
                    ParameterFactory.of(engine, new RandomStreams(1)),
                    Shape.of(4, 3, 2, 2),
                    Convolution.of(2, 0),
                    Activation.RELU,
                    Initializer.heFanOut());
            assertThat(layer.parameters()).extracting(Parameter::name).containsExactly("weight", "bias");
            assertThat(layer.outputShape(Shape.of(5, 4, 14, 14))).isEqualTo(Shape.of(5, 3, 28, 28));
            Tape tape = Tape.inference(engine);
            Variable none = tape.constant(engine.zeros(Shape.of(0, 4, 14, 14)));
            assertThat(layer.forward(tape, none).shape()).isEqualTo(Shape.of(0, 3, 28, 28));
        }
    }

    @Test
    void namesWhatDoesNotFit() {
        try (Engine engine = TestEngine.create(1)) {
            var weights = new Parameter("weight", engine.zeros(Shape.of(4, 3, 2, 2)), 1, 1);
            var strided = Convolution.of(2, 0);
            var layer = new ConvTranspose2d(weights, Optional.empty(), strided, 1, Activation.NONE);
            Tape tape = Tape.inference(engine);
            Variable map = tape.constant(engine.zeros(Shape.of(1, 3, 5, 5)));
            assertThatThrownBy(() -> layer.forward(tape, map))
                    .hasMessage("a transposed convolution with weights [4, 3, 2, 2] takes maps [N, 4, H, W], got"
                            + " [1, 3, 5, 5]");
            assertThatThrownBy(() -> new ConvTranspose2d(weights, Optional.empty(), strided, 2, Activation.NONE))
                    .hasMessage("the output padding of a transposed convolution is at least 0 and less than its"
                            + " stride of 2, got 2");
        }
    }
}
