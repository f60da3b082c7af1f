package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.LocalResponse;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.GradientCheck;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer against central differences. ReLU is tried away from its bend: whole channels are on or off. */
class LayerGradientTest {
    private static final Shape MAP = Shape.of(2, 4, 5, 6);
    private static final Initializer RANDOM = Initializer.normal(0.5);

    /** For channels that ReLU passes (even) and stops (odd), whatever the input. */
    private static Initializer onAndOff(float size) {
        return (shape, _) -> {
            float[] values = new float[(int) shape.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 2 == 0 ? size : -size;
            }
            return values;
        };
    }

    /** What a convolution may be: dense, strided, dilated and one-sided, grouped, one for each channel. */
    static Stream<Arguments> convolutions() {
        return Stream.of(
                Arguments.of(Shape.of(3, 4, 3, 3), Convolution.of(1, 1)),
                Arguments.of(Shape.of(3, 4, 3, 2), new Convolution(2, 3, Padding.of(1, 0), 1, 1, 1)),
                Arguments.of(Shape.of(3, 4, 2, 2), new Convolution(1, 1, new Padding(1, 0, 0, 2), 2, 3, 1)),
                Arguments.of(Shape.of(6, 2, 3, 3), new Convolution(1, 1, Padding.of(1), 1, 1, 2)),
                Arguments.of(Shape.of(4, 1, 5, 5), new Convolution(2, 2, Padding.of(2), 1, 1, 4)));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolution(Shape kernel, Convolution convolution) {
        check(MAP, factory -> Conv2d.withoutBias(factory, kernel, convolution, RANDOM));
        for (Activation activation : Activation.values()) {
            check(MAP, factory -> {
                Parameter bias = factory.undecayed("bias", Shape.of(kernel.size(0)), onAndOff(20));
                Parameter weights = factory.weight("weight", kernel, RANDOM);
                return new Conv2d(weights, Optional.of(bias), convolution, activation);
            });
        }
    }

    /** Doubled as in a mask's branch, with rows more as after an odd map, dilated, grouped. */
    static Stream<Arguments> transposed() {
        return Stream.of(
                Arguments.of(Shape.of(4, 3, 2, 2), Convolution.of(2, 0), 0),
                Arguments.of(Shape.of(4, 3, 3, 3), Convolution.of(2, 1), 1),
                Arguments.of(Shape.of(4, 2, 3, 2), new Convolution(1, 1, new Padding(1, 0, 0, 2), 2, 3, 1), 0),
                Arguments.of(Shape.of(4, 3, 4, 4), new Convolution(2, 2, Padding.of(1), 1, 1, 2), 0));
    }

    @ParameterizedTest
    @MethodSource("transposed")
    void transposedConvolution(Shape kernel, Convolution convolution, int outputPadding) {
        for (Activation activation : Activation.values()) {
            check(MAP, factory -> {
                Parameter weights = factory.weight("weight", kernel, RANDOM);
                Shape outputs = Shape.of(kernel.size(1) * convolution.groups());
                Parameter bias = factory.undecayed("bias", outputs, onAndOff(20));
                return new ConvTranspose2d(weights, Optional.of(bias), convolution, outputPadding, activation);
            });
        }
        check(
                MAP,
                factory -> new ConvTranspose2d(
                        factory.weight("weight", kernel, RANDOM),
                        Optional.empty(),
                        convolution,
                        outputPadding,
                        Activation.NONE));
    }

    /** Images taken in another order, one of them twice, beside themselves. */
    @Test
    void gatheredAndJoinedRows() {
        check(MAP, _ -> new Layer() {
            @Override
            public Variable forward(Tape tape, Variable input) {
                Variable taken = Rows.gather(tape, input, new int[] {1, 0, 1});
                return Rows.join(tape, List.of(input, taken, input));
            }

            @Override
            public List<Parameter> parameters() {
                return List.of();
            }
        });
    }

    @Test
    void globalAverage() {
        check(MAP, _ -> new GlobalAveragePool2d());
        check(Shape.of(2, 3, 1, 1), _ -> new GlobalAveragePool2d());
    }

    @ParameterizedTest
    @EnumSource
    void linear(Activation activation) {
        check(
                Shape.of(3, 7),
                factory -> new Linear(
                        factory.weight("weight", Shape.of(4, 7), RANDOM),
                        Optional.of(factory.undecayed("bias", Shape.of(4), onAndOff(20))),
                        activation));
    }

    @ParameterizedTest
    @EnumSource
    void batchNormWithBatchStatistics(Activation activation) {
        check(MAP, factory -> batchNorm(factory, activation));
    }

    @ParameterizedTest
    @EnumSource
    void batchNormWithRunningAverages(Activation activation) {
        check(MAP, factory -> batchNorm(factory.frozen(), activation));
    }

    private static Layer batchNorm(ParameterFactory factory, Activation activation) {
        var layer = new BatchNorm2d(factory, MAP.size(1), activation);
        Engine engine = factory.engine();
        GradientCheck.set(engine, layer.parameters().getFirst(), new float[] {1.5f, -0.5f, 0.7f, 2});
        GradientCheck.set(engine, layer.parameters().getLast(), new float[] {9, -9, 8, -8});
        GradientCheck.set(engine, layer.buffers().getFirst(), new float[] {0.3f, -0.2f, 0, 1});
        GradientCheck.set(engine, layer.buffers().getLast(), new float[] {1, 2, 0.5f, 4});
        return layer;
    }

    @Test
    void maxPool() {
        checkFarApart(new MaxPool2d(Pooling.of(3, 2, 1)));
        checkFarApart(new CeilMaxPool2d(Pooling.of(2, 2, 0)));
    }

    /** Windows overlap: a cell that won several gets its value, and the gradient, once. */
    @Test
    void maxPoolUndone() {
        checkFarApart(new Layer() {
            @Override
            public Variable forward(Tape tape, Variable input) {
                var paired = new MaxPool2d(Pooling.of(3, 2, 1)).forwardPaired(tape, input);
                return paired.unpooling().forward(tape, paired.output());
            }

            @Override
            public List<Parameter> parameters() {
                return List.of();
            }
        });
    }

    private static void checkFarApart(Layer layer) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            // Further apart than a difference's step, so that no window changes its winner.
            float[] values = new float[(int) MAP.elements()];
            var random = new SplittableRandom(4);
            for (int i = 0; i < values.length; i++) {
                int other = random.nextInt(i + 1);
                values[i] = values[other];
                values[other] = 0.1f * i;
            }
            var input = new Parameter("input", engine.tensor(values, MAP), 1, 0);
            GradientCheck.check(engine, layer, input);
        }
    }

    /** The sum's gradient goes to both addends; with the identity, one of them is the input that the body reads too. */
    @Test
    void residualBlocksWithAndWithoutProjection() {
        check(MAP, factory -> new Residual(onAndOff(factory, "body"), Optional.empty()));
        check(MAP, factory -> new Residual(onAndOff(factory, "body"), Optional.of(onAndOff(factory, "shortcut"))));
        check(
                MAP,
                factory -> Sequential.of(
                        onAndOff(factory, "first"),
                        new Residual(onAndOff(factory, "body"), Optional.empty()),
                        new Residual(onAndOff(factory, "second"), Optional.empty())));
    }

    /** The gradient of each part is cut out of the whole's; the input is a part of itself and is read by the body. */
    @Test
    void branchesSideBySide() {
        check(MAP, factory -> new DenseConnection(onAndOff(factory, "body")));
        check(
                MAP,
                factory -> new Parallel(
                        List.of(onAndOff(factory, "first"), new AveragePool2d(Pooling.of(3, 1, 1)), narrow(factory))));
        check(
                MAP,
                factory -> Sequential.of(
                        new DenseConnection(onAndOff(factory, "first")), new AveragePool2d(Pooling.of(2, 2, 0))));
    }

    private static Layer narrow(ParameterFactory factory) {
        return Conv2d.withoutBias(factory.in("narrow"), Shape.of(2, 4, 1, 1), Convolution.of(1, 0), RANDOM);
    }

    @Test
    void squeezeAndExcitation() {
        check(MAP, factory -> {
            Parameter bias = factory.undecayed("bias", Shape.of(2), onAndOff(9));
            Parameter weights = factory.weight("weight", Shape.of(2, 4, 1, 1), RANDOM);
            Layer squeeze = new Conv2d(weights, Optional.of(bias), Convolution.of(1, 0), Activation.RELU);
            Layer excitation = Conv2d.withoutBias(
                    factory.in("excitation"), Shape.of(4, 2, 1, 1), Convolution.of(1, 0), Initializer.normal(0.1));
            return new SqueezeExcitation(squeeze, excitation);
        });
    }

    @Test
    void squeezeAndExcitationWithSilu() {
        check(MAP, factory -> SqueezeExcitation.withSilu(factory, 4, 2));
    }

    @Test
    void localResponseNorm() {
        check(MAP, _ -> new LocalResponseNorm(new LocalResponse(3, 2, 0.75, 2)));
    }

    @Test
    void silu() {
        check(MAP, _ -> new Silu());
        check(MAP, factory -> Sequential.of(onAndOff(factory, "first"), new Silu(), onAndOff(factory, "second")));
    }

    @Test
    void frozenLayersPassTheGradientOn() {
        check(MAP, factory -> Sequential.of(onAndOff(factory.frozen(), "frozen"), onAndOff(factory, "trained")));
    }

    private static Layer onAndOff(ParameterFactory factory, String name) {
        ParameterFactory own = factory.in(name);
        Parameter bias = own.undecayed("bias", Shape.of(4), onAndOff(8));
        Parameter weights = own.weight("weight", Shape.of(4, 4, 3, 3), Initializer.normal(0.03));
        return new Conv2d(weights, Optional.of(bias), Convolution.of(1, 1), Activation.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void upsampling(Resampling.Kind kind) {
        check(MAP, _ -> new Upsample2d(2, kind));
        check(MAP, _ -> new Layer() {
            @Override
            public Variable forward(Tape tape, Variable input) {
                return Upsample2d.resample(tape, input, new Resampling(3, 11, kind));
            }

            @Override
            public List<Parameter> parameters() {
                return List.of();
            }
        });
    }

    @Test
    void flatten() {
        check(
                MAP,
                factory -> Sequential.of(
                        new Flatten(),
                        Linear.create(factory, MAP.size(1) * MAP.size(2) * MAP.size(3), 3, Activation.NONE, RANDOM)));
    }

    @Test
    void aWrongGradientIsFound() {
        Layer wrong = new Layer() {
            @Override
            public Variable forward(Tape tape, Variable input) {
                Engine engine = tape.engine();
                return tape.record(
                        engine.elementwise().multiply(input.value(), 2),
                        List.of(input),
                        (gradient, gradients) ->
                                gradients.add(input, () -> engine.elementwise().multiply(gradient, 2.01)));
            }

            @Override
            public List<Parameter> parameters() {
                return List.of();
            }
        };
        assertThatThrownBy(() -> check(MAP, _ -> wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("gradient of input [2, 4, 5, 6], element 0: found");
    }

    private static void check(Shape shape, Function<ParameterFactory, Layer> maker) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var input = new Parameter("input", engine.tensor(GradientCheck.random(7, shape), shape), 1, 0);
            Layer layer = maker.apply(ParameterFactory.of(engine, new RandomStreams(3)));
            GradientCheck.check(engine, layer, input);
        }
    }
}
