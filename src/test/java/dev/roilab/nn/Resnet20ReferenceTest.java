package dev.roilab.nn;

import static dev.roilab.testing.ReferenceData.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import dev.roilab.testing.Waves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A classifier of small images, built from these layers, with running averages of batch norm. */
class Resnet20ReferenceTest {
    private static final int SIDE = 32;

    /** The project's for single precision; relative beyond 1. */
    private static final double TOLERANCE = 1e-4;

    /** @param scores of 10 classes */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(float[] features, float[] scores) {}

    @TempDir
    private Path folder;

    @Test
    void activationsAndScoresOfWeightsByFormulaEqualTorch() {
        JsonNode expected =
                ReferenceCases.GOLDEN.json("backbone/resnet20").get("cases").get(0);
        Found found = run(this::waves);
        double[] features = doubles(expected.get("every_97th"));
        for (int i = 0; i < features.length; i++) {
            assertClose(found.features()[97 * i], features[i], features);
        }
        double[] logits = doubles(expected.get("logits"));
        for (int i = 0; i < logits.length; i++) {
            assertClose(found.scores()[i], logits[i], logits);
        }
    }

    private Safetensors waves(List<Parameter> parameters) {
        var tensors = new TreeMap<String, Values>();
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            boolean variance = name.endsWith("running_var");
            boolean factor =
                    variance || (name.endsWith("weight") && parameter.shape().rank() == 1);
            float[] values = Waves.of(name, parameter.shape(), factor ? 1 : 0, variance ? 5 : 1);
            tensors.put(name, new Values(parameter.shape(), values));
        }
        Path file = folder.resolve("waves.safetensors");
        Safetensors.write(file, NamedTensors.of(tensors), new TreeMap<>());
        return Safetensors.open(file);
    }

    /** Relative to the largest of the numbers. */
    private static void assertClose(double found, double expected, double[] all) {
        double largest = Arrays.stream(all).map(Math::abs).max().orElseThrow();
        assertThat(found).isCloseTo(expected, within(TOLERANCE * largest));
    }

    @Test
    void activationsAndScoresOfAPublishedNetworkEqualTorch() {
        JsonNode expected = ReferenceData.json("weights/expected_outputs.json").get("resnet20_cifar10");
        Path weights = ReferenceData.path("weights/resnet20_cifar10.safetensors");
        Found found = run(_ -> Safetensors.open(weights));
        double mean = 0;
        for (float value : found.features()) {
            mean += (double) value / found.features().length;
        }
        assertClose(mean, expected.get("features_mean").asDouble());
        double[] first = doubles(expected.get("features_first8"));
        for (int i = 0; i < first.length; i++) {
            assertClose(found.features()[i], first[i]);
        }
        double[] logits = doubles(expected.get("logits"));
        for (int i = 0; i < logits.length; i++) {
            assertClose(found.scores()[i], logits[i]);
        }
    }

    private static Found run(Function<List<Parameter>, Safetensors> weights) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var factory = ParameterFactory.of(engine, new RandomStreams(1));
            Layer body = body(factory);
            var classifier = Linear.create(factory.in("linear"), 64, 10, Activation.NONE, Initializer.zeros());
            List<Parameter> targets = Stream.of(body.parameters(), body.buffers(), classifier.parameters())
                    .flatMap(List::stream)
                    .filter(parameter -> !parameter.name().contains("widening"))
                    .toList();
            WeightLoader.load(engine, targets, weights.apply(targets), _ -> false);

            Tape tape = Tape.inference(engine);
            Variable features = body.forward(tape, tape.constant(picture(engine)));
            assertThat(features.shape()).isEqualTo(Shape.of(1, 64, 8, 8));
            Tensor pooled =
                    engine.shapes().flatten(engine.pooling().averagePool(features.value(), Pooling.of(8, 8, 0), false));
            float[] scores =
                    classifier.forward(tape, tape.constant(pooled)).value().toFloats();
            return new Found(features.value().toFloats(), scores);
        }
    }

    private static void assertClose(double found, double expected) {
        assertThat(found).isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
    }

    private static Layer body(ParameterFactory factory) {
        List<Layer> layers = new ArrayList<>();
        layers.add(convolution(factory, 1, Shape.of(16, 3, 3, 3), 1));
        layers.add(new BatchNorm2d(factory.in("bn1"), 16, Activation.RELU));
        int inputs = 16;
        for (int stage = 1; stage <= 3; stage++) {
            for (int block = 0; block < 3; block++) {
                int outputs = 8 << stage;
                layers.add(block(factory.in("layer" + stage).in(String.valueOf(block)), inputs, outputs));
                inputs = outputs;
            }
        }
        return new Sequential(layers);
    }

    private static Layer block(ParameterFactory factory, int inputs, int outputs) {
        int stride = outputs / inputs;
        Layer body = Sequential.of(
                convolution(factory, 1, Shape.of(outputs, inputs, 3, 3), stride),
                new BatchNorm2d(factory.in("bn1"), outputs, Activation.RELU),
                convolution(factory, 2, Shape.of(outputs, outputs, 3, 3), 1),
                new BatchNorm2d(factory.in("bn2"), outputs, Activation.NONE));
        return new Residual(body, stride == 1 ? Optional.empty() : Optional.of(widening(factory, inputs, outputs)));
    }

    private static Layer convolution(ParameterFactory factory, int number, Shape kernel, int stride) {
        return Conv2d.withoutBias(factory.in("conv" + number), kernel, Convolution.of(stride, 1), Initializer.zeros());
    }

    /** Every second cell, with channels of zeros on both sides: the original's shortcut without parameters. */
    private static Layer widening(ParameterFactory factory, int inputs, int outputs) {
        Initializer shifted = (shape, _) -> {
            float[] values = new float[outputs * inputs];
            for (int channel = 0; channel < inputs; channel++) {
                values[(channel + outputs / 4) * inputs + channel] = 1;
            }
            return values;
        };
        return Conv2d.withoutBias(
                factory.in("widening"), Shape.of(outputs, inputs, 1, 1), Convolution.of(2, 0), shifted);
    }

    private static Tensor picture(Engine engine) {
        float[] values = new float[3 * SIDE * SIDE];
        int next = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    values[next++] = ((7 * c + 3 * y + 5 * x) % 255 - 127) / 127f;
                }
            }
        }
        return engine.tensor(values, Shape.of(1, 3, SIDE, SIDE));
    }
}
