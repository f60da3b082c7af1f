package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.GradientCheck;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One network under its three ways of normalising. */
class ResnetNormTest {
    private static final Shape IMAGES = Shape.of(2, 3, 32, 48);
    private static final double EPSILON = 1e-5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {18, 50})
    void foldedEqualsFrozen(int depth) {
        SortedMap<String, Values> weights = weights(depth);
        float[] frozen = forward(depth, Norm.FROZEN, weights, false);
        float[] folded = forward(depth, Norm.FOLDED, fold(weights), false);
        double largest = 0;
        for (float value : frozen) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isGreaterThan(0.1);
        for (int i = 0; i < frozen.length; i++) {
            assertThat((double) folded[i]).as("element %d", i).isCloseTo(frozen[i], within(1e-5 * largest));
        }
    }

    @Test
    void frozenNormalisesAlikeInTrainingTrainedByTheBatch() {
        SortedMap<String, Values> weights = weights(18);
        float[] inference = forward(18, Norm.FROZEN, weights, false);
        assertThat(forward(18, Norm.FROZEN, weights, true)).containsExactly(inference);
        assertThat(forward(18, Norm.TRAINED, weights, false)).containsExactly(inference);
        assertThat(forward(18, Norm.TRAINED, weights, true)).isNotEqualTo(inference);
    }

    private float[] forward(int depth, Norm norm, SortedMap<String, Values> weights, boolean training) {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, NamedTensors.of(weights), new TreeMap<>());
        var settings = new BackboneSettings.Resnet(depth, 8, norm, Optional.of(file.toString()), 0);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            Tape tape = training ? Tape.recording(engine) : Tape.inference(engine);
            return backbone.forward(tape, tape.constant(engine.tensor(GradientCheck.random(2, IMAGES), IMAGES)))
                    .value()
                    .toFloats();
        }
    }

    /** Random convolutions and random, plausible normalisations. */
    private static SortedMap<String, Values> weights(int depth) {
        var settings = new BackboneSettings.Resnet(depth, 8, Norm.TRAINED, Optional.empty(), 0);
        var random = new SplittableRandom(4);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(1));
            SortedMap<String, Values> weights = Values.of(backbone.parameters());
            for (Parameter buffer : backbone.buffers()) {
                String scale = buffer.name().replaceFirst("running_(mean|var)$", "weight");
                boolean variance = buffer.name().endsWith("var");
                weights.put(buffer.name(), numbers(buffer.shape(), random, variance ? 0.5 : -0.5, variance ? 2 : 0.5));
                weights.put(scale, numbers(buffer.shape(), random, 0.5, 1.5));
                weights.put(scale.replaceFirst("weight$", "bias"), numbers(buffer.shape(), random, -0.5, 0.5));
            }
            return weights;
        }
    }

    private static Values numbers(Shape shape, SplittableRandom random, double from, double to) {
        float[] numbers = new float[(int) shape.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(from, to);
        }
        return new Values(shape, numbers);
    }

    /** Multiplies each normalisation into the convolution before it. */
    private static SortedMap<String, Values> fold(SortedMap<String, Values> weights) {
        var folded = new TreeMap<String, Values>();
        weights.forEach((name, kernel) -> {
            if (kernel.shape().rank() == 4) {
                String convolution = name.substring(0, name.length() - "weight".length());
                String norm = convolution.replace("conv", "bn").replace("downsample.0", "downsample.1");
                fold(convolution, kernel, norm, weights, folded);
            }
        });
        return folded;
    }

    private static void fold(
            String convolution,
            Values kernel,
            String norm,
            SortedMap<String, Values> weights,
            SortedMap<String, Values> folded) {
        float[] scale = numbers(weights, norm + "weight");
        float[] shift = numbers(weights, norm + "bias");
        float[] mean = numbers(weights, norm + "running_mean");
        float[] variance = numbers(weights, norm + "running_var");
        float[] numbers = kernel.numbers().clone();
        float[] bias = new float[scale.length];
        int perOutput = numbers.length / bias.length;
        for (int o = 0; o < bias.length; o++) {
            double factor = scale[o] / Math.sqrt(variance[o] + EPSILON);
            bias[o] = (float) (shift[o] - mean[o] * factor);
            for (int i = o * perOutput; i < (o + 1) * perOutput; i++) {
                numbers[i] *= (float) factor;
            }
        }
        folded.put(convolution + "weight", new Values(kernel.shape(), numbers));
        folded.put(convolution + "bias", new Values(Shape.of(bias.length), bias));
    }

    private static float[] numbers(SortedMap<String, Values> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name).numbers();
    }
}
