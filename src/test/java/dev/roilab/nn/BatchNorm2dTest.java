package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Mode;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.WatchedEngine;
import dev.roilab.testing.GradientCheck;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BatchNorm2dTest {
    /** Two images, two channels, two cells: channel 0 holds 1, 3, 5, 7, channel 1 holds 2, 2, 2, 2. */
    private static final float[] VALUES = {1, 3, 2, 2, 5, 7, 2, 2};

    private static final Shape SHAPE = Shape.of(2, 2, 1, 2);
    private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

    @Test
    void trainingUsesTheBatchAndMovesTheAverages() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = new BatchNorm2d(factory(engine), 2, Activation.NONE);
            float[] output = forward(engine, layer, Tape.recording(engine));
            // Channel 0 has mean 4 and variance 5; channel 1 has no variance.
            float unit = (float) (1 / Math.sqrt(5));
            float[] expected = {-3 * unit, -unit, 0, 0, unit, 3 * unit, 0, 0};
            assertThat(output).containsExactly(expected, CLOSE);
            // A tenth of the way from 0 to the mean, and from 1 to the unbiased variance 20 / 3 and 0.
            assertThat(buffer(layer, 0)).containsExactly(new float[] {0.4f, 0.2f}, CLOSE);
            assertThat(buffer(layer, 1)).containsExactly(new float[] {0.9f + 2 / 3f, 0.9f}, CLOSE);
        }
    }

    @Test
    void inferenceUsesTheAveragesAndLeavesThem() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = new BatchNorm2d(factory(engine), 2, Activation.RELU);
            forward(engine, layer, Tape.recording(engine));
            float[] mean = buffer(layer, 0);
            float[] variance = buffer(layer, 1);
            float[] output = forward(engine, layer, Tape.inference(engine));
            for (int i = 0; i < output.length; i++) {
                int channel = i / 2 % 2;
                double expected = (VALUES[i] - mean[channel]) / Math.sqrt(variance[channel] + 1e-5);
                assertThat(output[i]).isCloseTo((float) Math.max(0, expected), CLOSE);
            }
            assertThat(buffer(layer, 0)).containsExactly(mean);
            assertThat(buffer(layer, 1)).containsExactly(variance);
        }
    }

    /** A variance of 5, and a quarter of the way to it and to the mean of 4. */
    @Test
    void constantsAreThoseAskedFor() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var constants = new BatchNorm2d.Constants(4, 0.25);
            var layer = new BatchNorm2d(factory(engine), 2, Activation.NONE, constants);
            assertThat(forward(engine, layer, Tape.recording(engine))[0]).isCloseTo(-1, CLOSE);
            assertThat(buffer(layer, 0)).containsExactly(new float[] {1, 0.5f}, CLOSE);
            assertThat(buffer(layer, 1)).containsExactly(new float[] {0.75f + 5 / 3f, 0.75f}, CLOSE);
            float[] later = forward(engine, layer, Tape.inference(engine));
            assertThat((double) later[1]).isCloseTo(2 / Math.sqrt(0.75 + 5 / 3.0 + 4), Offset.offset(1e-5));
        }
    }

    @Test
    void aFrozenLayerIsTheSameInTrainingAndInference() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = new BatchNorm2d(factory(engine).frozen(), 2, Activation.NONE);
            float[] training = forward(engine, layer, Tape.recording(engine));
            assertThat(training).containsExactly(forward(engine, layer, Tape.inference(engine)));
            assertThat(buffer(layer, 0)).containsExactly(0, 0);
            assertThat(buffer(layer, 1)).containsExactly(1, 1);
        }
    }

    @Test
    void inferenceFollowsWhatTrainingHasMoved() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = new BatchNorm2d(factory(engine), 2, Activation.NONE);
            float[] before = forward(engine, layer, Tape.inference(engine));
            assertThat(forward(engine, layer, Tape.inference(engine))).containsExactly(before);
            forward(engine, layer, Tape.recording(engine));
            // Of the mean 0.4 and the variance 0.9 + 2 / 3 that training leaves; before it 0 and 1.
            float moved = (float) ((1 - 0.4) / Math.sqrt(0.9 + 2 / 3.0));
            assertThat(before[0]).isCloseTo(1, CLOSE);
            assertThat(forward(engine, layer, Tape.inference(engine))[0]).isCloseTo(moved, CLOSE);
        }
    }

    /** Both take the batch's statistics, and both move the averages. */
    @Test
    void trainingModeDoesNotDependOnRecording() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var recorded = new BatchNorm2d(factory(engine), 2, Activation.NONE);
            var unrecorded = new BatchNorm2d(factory(engine), 2, Activation.NONE);
            assertThat(forward(engine, unrecorded, Tape.unrecorded(engine, Mode.TRAINING)))
                    .containsExactly(forward(engine, recorded, Tape.recording(engine)));
            assertThat(buffer(unrecorded, 0)).containsExactly(buffer(recorded, 0));
            assertThat(buffer(unrecorded, 1)).containsExactly(buffer(recorded, 1));
        }
    }

    @Test
    void evaluationModeMayBeRecorded() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = new BatchNorm2d(factory(engine), 2, Activation.NONE);
            forward(engine, layer, Tape.recording(engine));
            float[] mean = buffer(layer, 0);
            assertThat(forward(engine, layer, Tape.recording(engine, Mode.EVALUATION)))
                    .containsExactly(forward(engine, layer, Tape.inference(engine)));
            assertThat(buffer(layer, 0)).containsExactly(mean);
        }
    }

    /** The slopes of an affine map with a ReLU: of scale the sum of the normalised inputs, of shift their number. */
    @Test
    void inEvaluationScaleAndShiftLearnWhileTheAveragesStay() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = new BatchNorm2d(factory(engine), 2, Activation.RELU);
            GradientCheck.set(engine, layer.buffers().get(0), new float[] {4, 1});
            GradientCheck.set(engine, layer.buffers().get(1), new float[] {4, 1});
            Tape tape = Tape.recording(engine, Mode.EVALUATION);
            var input = new Parameter("input", engine.tensor(VALUES, SHAPE), 1, 1);
            Variable output = layer.forward(tape, tape.variable(input));
            float[] ones = new float[VALUES.length];
            Arrays.fill(ones, 1);
            var seeds = new LinkedHashMap<Variable, Tensor>();
            seeds.put(output, engine.tensor(ones, SHAPE));
            tape.backward(seeds);
            // Of channel 0, which is (x - 4) / 2, 5 and 7 pass the ReLU; of channel 1, which is x - 1, all four.
            assertThat(gradient(tape, layer.parameters().get(0)))
                    .containsExactly(new float[] {2, (float) (4 / Math.sqrt(1 + 1e-5))}, CLOSE);
            assertThat(gradient(tape, layer.parameters().get(1))).containsExactly(new float[] {2, 4}, CLOSE);
            assertThat(gradient(tape, input)).containsExactly(new float[] {0, 0, 1, 1, 0.5f, 0.5f, 1, 1}, CLOSE);
        }
    }

    private static float[] gradient(Tape tape, Parameter parameter) {
        return tape.gradient(parameter).orElseThrow().toFloats();
    }

    @Test
    void inferenceCopiesItsMapToTheDeviceOnce() {
        var copies = new AtomicInteger();
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Engine counted = WatchedEngine.of(engine, (method, _, call) -> {
                copies.addAndGet(method.getName().equals("tensor") ? 1 : 0);
                return call.run();
            });
            var layer = new BatchNorm2d(factory(counted), 2, Activation.NONE);
            Tape tape = Tape.inference(counted);
            var input = tape.constant(engine.tensor(VALUES, SHAPE));
            layer.forward(tape, input);
            int first = copies.get();
            layer.forward(tape, input);
            assertThat(copies).hasValue(first);
        }
    }

    @Test
    void oneValueAChannelIsRefusedInTraining() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = new BatchNorm2d(factory(engine), 2, Activation.NONE);
            Tape tape = Tape.recording(engine);
            var input = tape.constant(engine.zeros(Shape.of(1, 2, 1, 1)));
            assertThatThrownBy(() -> layer.forward(tape, input))
                    .hasMessage("batch normalisation of [1, 2, 1, 1] in training: one value a channel has no"
                            + " variance; use larger images, more of them, or frozen normalisation");
        }
    }

    private static ParameterFactory factory(Engine engine) {
        return ParameterFactory.of(engine, new RandomStreams(1));
    }

    private static float[] forward(Engine engine, Layer layer, Tape tape) {
        return layer.forward(tape, tape.constant(engine.tensor(VALUES, SHAPE)))
                .value()
                .toFloats();
    }

    private static float[] buffer(Layer layer, int index) {
        return layer.buffers().get(index).value().toFloats();
    }
}
