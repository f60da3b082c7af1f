package dev.roilab.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressorTest {
    private static final int INPUTS = 60;
    private static final int OUTPUTS = 40;

    private static Linear layer(Engine engine) {
        var factory =
                ParameterFactory.of(engine, new RandomStreams(3)).in("head").in("fc6");
        return new Linear(
                factory.weight("weight", Shape.of(OUTPUTS, INPUTS), Initializer.heFanIn()),
                Optional.of(factory.undecayed("bias", Shape.of(OUTPUTS), Initializer.normal(0.1))),
                Activation.RELU);
    }

    private static SvdSettings ranks(SvdSettings.Method method, int rank) {
        return new SvdSettings(method, Optional.of(List.of(rank)), Optional.empty(), Optional.empty());
    }

    private static Compressor compressor(Engine engine, SvdSettings settings) {
        return new Compressor(engine, settings, new SplittableRandom(1));
    }

    private static Variable output(Engine engine, Tape tape, Layer layer) {
        var random = new SplittableRandom(9);
        float[] input = new float[5 * INPUTS];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        return layer.forward(tape, tape.constant(engine.tensor(input, Shape.of(5, INPUTS))));
    }

    @Test
    void onlyTheSecondLayerHasTheBias() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Linear whole = layer(engine);
            Layer pair = compressor(engine, ranks(SvdSettings.Method.EXACT, 7)).compress("fc6", whole);
            assertThat(pair.parameters())
                    .extracting(Parameter::toString)
                    .containsExactly(
                            "head.fc6.inner.weight [7, 60]", "head.fc6.outer.weight [40, 7]", "head.fc6.bias [40]");
            assertThat(pair.parameters().getLast()).isSameAs(whole.bias().orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource(SvdSettings.Method.class)
    void atFullRankTheOutputIsUnchanged(SvdSettings.Method method) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Linear whole = layer(engine);
            float[] before =
                    output(engine, Tape.inference(engine), whole).value().toFloats();
            var weights = whole.weights().value().toArray();
            Svd svd = switch (method) {
                case EXACT -> Svd.exact(weights);
                case RANDOMIZED -> Svd.randomized(weights, OUTPUTS, new SplittableRandom(1));
            };
            Layer pair = Compressor.pair(engine, whole, svd.truncated(OUTPUTS));
            float[] after = output(engine, Tape.inference(engine), pair).value().toFloats();
            for (int i = 0; i < before.length; i++) {
                assertThat((double) after[i]).isCloseTo(before[i], within(1e-4));
            }
        }
    }

    @Test
    void bothLayersLearn() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Layer pair = compressor(engine, ranks(SvdSettings.Method.EXACT, 7)).compress("fc6", layer(engine));
            Tape tape = Tape.recording(engine);
            Variable output = output(engine, tape, pair);
            float[] ones = new float[(int) output.shape().elements()];
            java.util.Arrays.fill(ones, 1);
            var seeds = new LinkedHashMap<Variable, Tensor>();
            seeds.put(output, engine.tensor(ones, output.shape()));
            tape.backward(seeds);
            for (Parameter parameter : pair.parameters()) {
                assertThat(tape.gradient(parameter)).as(parameter.name()).isPresent();
            }
        }
    }

    @Test
    void energyPicksTheRankAndWhatItWouldNotSaveStaysWhole() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            for (var method : SvdSettings.Method.values()) {
                var some = new SvdSettings(method, Optional.empty(), Optional.of(0.5), Optional.empty());
                var compressor = compressor(engine, some);
                compressor.compress("fc6", layer(engine));
                CompressedLayer done = compressor.layers().getFirst();
                assertThat(done.rank()).isBetween(1, 23);
                assertThat(done.energyKept()).isBetween(0.5, 0.6);
                assertThat(done.parametersAfter()).isEqualTo(done.rank() * 100L + 40);

                var nearlyAll = new SvdSettings(method, Optional.empty(), Optional.of(0.9999), Optional.empty());
                var careful = compressor(engine, nearlyAll);
                Linear whole = layer(engine);
                assertThat(careful.compress("fc7", whole)).isSameAs(whole);
                assertThat(careful.layers().getFirst().rank()).isZero();
            }
        }
    }

    @Test
    void breakEvenIsWhereTwoLayersHoldAsMuchAsOne() {
        var fc6 = new LayerSize("fc6", 25088, 4096);
        assertThat(fc6.breakEven()).isEqualTo(3522);
        assertThat(fc6.weights(3521)).isLessThan(fc6.weights());
        assertThat(fc6.weights(3522)).isGreaterThanOrEqualTo(fc6.weights());
        assertThat(new LayerSize("fc7", 4096, 4096).breakEven()).isEqualTo(2048);
    }

    @Test
    void ranksThatSaveNothingAreRefused() {
        var layers = List.of(new LayerSize("fc6", 25088, 4096), new LayerSize("fc7", 4096, 4096));
        var settings = new SvdSettings(
                SvdSettings.Method.EXACT, Optional.of(List.of(1024, 2048)), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> settings.requireSaving(layers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ranks must be below break-even: rank 2048 of fc7 needs 16777216 weights, the layer of"
                        + " 4096 x 4096 itself 16777216; use at most 2047, or 0 to leave it whole");
        assertThatThrownBy(() -> ranks(SvdSettings.Method.EXACT, 3).requireSaving(layers))
                .hasMessage("ranks must name one for each of the 2 hidden layers, got [3]");
    }
}
