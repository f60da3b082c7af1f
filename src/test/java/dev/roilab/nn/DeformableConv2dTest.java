package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.GradientCheck;
import dev.roilab.testing.TestEngine;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeformableConv2dTest {
    private static final Shape MAP = Shape.of(2, 4, 5, 6);
    private static final Shape KERNEL = Shape.of(6, 2, 3, 3);
    private static final Convolution GROUPED = new Convolution(1, 2, Padding.of(1), 1, 1, 2);
    private static final DeformableSampling SAMPLING = DeformableSampling.of(KERNEL, GROUPED, 2);
    private static final Initializer RANDOM = Initializer.normal(0.3);

    /** Offsets around 0.4, far from the whole numbers where the gradient of an offset jumps. */
    private static DeformableConv2d layer(ParameterFactory factory, double bias, Activation activation) {
        Shape ofOffsets = Shape.of(36, 4, 3, 3);
        var dense = new Convolution(1, 2, Padding.of(1), 1, 1, 1);
        var offsets = new Conv2d(
                factory.weight("offset.weight", ofOffsets, Initializer.normal(0.01)),
                Optional.of(factory.undecayed("offset.bias", Shape.of(36), Initializer.constant(0.4))),
                dense,
                Activation.NONE);
        return new DeformableConv2d(
                offsets,
                factory.weight("weight", KERNEL, RANDOM),
                Optional.of(factory.undecayed("bias", Shape.of(6), Initializer.constant(bias))),
                SAMPLING,
                activation);
    }

    @ParameterizedTest
    @EnumSource
    void allGradientsEqualCentralDifferences(Activation activation) {
        check((_, factory) -> layer(factory, 30, activation));
    }

    @Test
    void gradientsOfOffsetsAndMaskFromElsewhereEqualCentralDifferences() {
        check((engine, factory) -> {
            DeformableConv2d layer = layer(factory, 0, Activation.NONE);
            Shape ofOffsets = SAMPLING.offsets(MAP);
            float[] moves = new float[(int) ofOffsets.elements()];
            for (int i = 0; i < moves.length; i++) {
                moves[i] = i * 7 % 5 - 2 + 0.1f * (1 + i % 8);
            }
            Shape ofMask = SAMPLING.mask(MAP);
            var offsets = new Parameter("offsets", engine.tensor(moves, ofOffsets), 1, 0);
            var mask = new Parameter("mask", engine.tensor(GradientCheck.random(5, ofMask), ofMask), 1, 0);
            return new Layer() {
                @Override
                public Variable forward(Tape tape, Variable input) {
                    return layer.forward(tape, input, tape.variable(offsets), Optional.of(tape.variable(mask)));
                }

                @Override
                public List<Parameter> parameters() {
                    return Stream.concat(Stream.of(offsets, mask, layer.weights()), layer.bias().stream())
                            .toList();
                }
            };
        });
    }

    private static void check(BiFunction<Engine, ParameterFactory, Layer> maker) {
        try (Engine engine = TestEngine.create(1)) {
            var input = new Parameter("input", engine.tensor(GradientCheck.random(7, MAP), MAP), 1, 0);
            GradientCheck.check(engine, maker.apply(engine, ParameterFactory.of(engine, new RandomStreams(3))), input);
        }
    }

    @Test
    void beginsAsAPlainConvolution() {
        try (Engine engine = TestEngine.create(1)) {
            var factory = ParameterFactory.of(engine, new RandomStreams(3));
            Tape tape = Tape.inference(engine);
            Variable input = tape.constant(engine.tensor(GradientCheck.random(7, MAP), MAP));
            var deformable = DeformableConv2d.withoutBias(factory, KERNEL, GROUPED, 2, RANDOM);
            var plain = new Conv2d(deformable.weights(), Optional.empty(), GROUPED, Activation.NONE);
            assertThat(deformable.parameters())
                    .extracting(Parameter::name)
                    .containsExactly("offset.weight", "offset.bias", "weight");
            assertThat(deformable.forward(tape, input).value().toFloats())
                    .containsExactly(plain.forward(tape, input).value().toFloats(), Offset.offset(1e-5f));
        }
    }

    @Test
    void inferenceKeepsNothingButItsOutput() {
        try (Engine engine = TestEngine.create(1)) {
            Layer layer = layer(ParameterFactory.of(engine, new RandomStreams(3)), 0, Activation.RELU);
            Tape tape = Tape.inference(engine);
            Variable input = tape.constant(engine.tensor(GradientCheck.random(7, MAP), MAP));
            layer.forward(tape, input).value().release();
            long before = engine.memory().liveBytes();
            try (Scope _ = engine.openScope()) {
                Variable output = layer.forward(tape, input);
                long taken = engine.memory().liveBytes() - before;
                output.value().release();
                assertThat(taken).isPositive();
                assertThat(engine.memory().liveBytes()).isEqualTo(before);
            }
        }
    }
}
