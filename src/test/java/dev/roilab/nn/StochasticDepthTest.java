package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Mode;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.TestEngine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A body that gives twice its input: a picture that is left out stays as it is, another becomes more than thrice it.
 */
class StochasticDepthTest {
    private static final Shape SHAPE = Shape.of(50, 2, 3, 4);
    private static final double DROPPED = 0.3;

    private record Doubled() implements Layer {
        @Override
        public Variable forward(Tape tape, Variable input) {
            Engine engine = tape.engine();
            return tape.record(
                    engine.elementwise().multiply(input.value(), 2),
                    List.of(input),
                    (outputGradient, gradients) ->
                            gradients.add(input, () -> engine.elementwise().multiply(outputGradient, 2)));
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }
    }

    private static final Layer LAYER = new StochasticDepth(new Doubled(), DROPPED);

    @Test
    void aPictureIsLeftOutWholeOrNotAtAllAndTheGradientFollows() {
        try (Engine engine = TestEngine.create(1)) {
            float[] outputs = new float[(int) SHAPE.elements()];
            float[] gradient = gradient(engine, new SplittableRandom(3), outputs);
            float kept = (float) (1 + 2 / (1 - DROPPED));
            int each = outputs.length / SHAPE.size(0);
            int left = 0;
            for (int picture = 0; picture < SHAPE.size(0); picture++) {
                float factor = outputs[picture * each];
                left += factor == 1 ? 1 : 0;
                assertThat(factor == 1 || Math.abs(factor - kept) < 1e-5)
                        .as("factor %s", factor)
                        .isTrue();
                for (int i = picture * each; i < (picture + 1) * each; i++) {
                    assertThat(outputs[i]).isEqualTo(factor);
                    assertThat(gradient[i]).isCloseTo(factor, within(1e-5f));
                }
            }
            assertThat(left).isBetween(5, 25);
        }
    }

    /** 400 steps of 50 pictures: the mean of 20,000 draws errs by 0.0094 at one standard deviation. */
    @Test
    void theExpectationIsThatOfATest() {
        try (Engine engine = TestEngine.create(1)) {
            var random = new SplittableRandom(4);
            double sum = 0;
            int steps = 400;
            for (int step = 0; step < steps; step++) {
                float[] outputs = new float[(int) SHAPE.elements()];
                gradient(engine, random, outputs);
                for (float value : outputs) {
                    sum += value;
                }
            }
            assertThat(sum / steps / SHAPE.elements()).isCloseTo(3, within(0.04));
        }
    }

    @Test
    void equalDrawsGiveEqualBitsAndOthersOthers() {
        try (Engine engine = TestEngine.create(1)) {
            float[] first = new float[(int) SHAPE.elements()];
            float[] again = first.clone();
            float[] other = first.clone();
            gradient(engine, new SplittableRandom(5), first);
            gradient(engine, new SplittableRandom(5), again);
            gradient(engine, new SplittableRandom(6), other);
            assertThat(again).containsExactly(first);
            assertThat(other).isNotEqualTo(first);
        }
    }

    @Test
    void outsideOfTrainingNothingIsLeftOut() {
        try (Engine engine = TestEngine.create(1)) {
            for (Tape tape : List.of(Tape.inference(engine), Tape.recording(engine, Mode.EVALUATION))) {
                assertThat(LAYER.forward(tape, tape.constant(ones(engine)))
                                .value()
                                .toFloats())
                        .containsOnly(3);
            }
        }
    }

    @Test
    void aTrainingWithoutRandomNumbersIsRefused() {
        try (Engine engine = TestEngine.create(1)) {
            Tape tape = Tape.recording(engine);
            Variable input = tape.constant(ones(engine));
            assertThatThrownBy(() -> LAYER.forward(tape, input))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Tape.recording(engine, draws)");
            assertThat(new StochasticDepth(new Doubled(), 0)
                            .forward(tape, input)
                            .value()
                            .toFloats())
                    .containsOnly(3);
        }
    }

    private static Tensor ones(Engine engine) {
        float[] ones = new float[(int) SHAPE.elements()];
        Arrays.fill(ones, 1);
        return engine.tensor(ones, SHAPE);
    }

    /** That of the outputs' sum with respect to an input of ones; the outputs themselves are put into the array. */
    private static float[] gradient(Engine engine, SplittableRandom random, float[] outputs) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine, random);
            var input = new Parameter("input", ones(engine), 1, 0);
            Variable output = LAYER.forward(tape, tape.variable(input));
            System.arraycopy(output.value().toFloats(), 0, outputs, 0, outputs.length);
            var gradients = new LinkedHashMap<Variable, Tensor>();
            gradients.put(output, ones(engine));
            tape.backward(gradients);
            return tape.gradient(input).orElseThrow().toFloats();
        }
    }
}
