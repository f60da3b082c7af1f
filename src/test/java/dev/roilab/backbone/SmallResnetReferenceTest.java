package dev.roilab.backbone;

import static dev.roilab.testing.ReferenceData.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings.SmallResnet.Shortcut;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import dev.roilab.testing.Waves;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The published network of 20 layers for pictures of 32 x 32, with running averages of batch norm. */
class SmallResnetReferenceTest {
    private static final int SIDE = 32;

    private static final BackboneSettings.SmallResnet SETTINGS = new BackboneSettings.SmallResnet(
            20, 4, 16, Shortcut.IDENTITY, BackboneSettings.Norm.TRAINED, Optional.empty(), 0);

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
            var body = new SmallResnet(SETTINGS, factory);
            var classifier = Linear.create(factory.in("linear"), 64, 10, Activation.NONE, Initializer.zeros());
            List<Parameter> targets = Stream.of(body.parameters(), body.buffers(), classifier.parameters())
                    .flatMap(List::stream)
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
