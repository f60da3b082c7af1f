package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.GlobalAveragePool2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.LabelSmoothing;
import dev.roilab.nn.Linear;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sgd;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import dev.roilab.testing.TestEngine;
import dev.roilab.testing.Waves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The first steps of a training against PyTorch's in double precision, from the same weights on the same pictures: that
 * its parts are right one by one does not say that they are put together right. Weights and pictures are by formula;
 * {@code src/test/golden/training.py} made the numbers.
 */
class TrainingPathTest {
    private static final int CLASSES = 5;
    private static final int IMAGES = 8;
    private static final int SIDE = 16;
    private static final double RATE = 0.03;
    private static final double WARMUP = 4;

    /** Errors of single precision grow from step to step. */
    private static final double TOLERANCE = 1e-4;

    @Test
    void lossesOfTheFirstStepsEqualPytorchs() {
        JsonNode expected = ReferenceCases.GOLDEN.json("training/classifier");
        double[] losses = ReferenceData.doubles(expected.get("losses"));
        try (Engine engine = TestEngine.create(2)) {
            var factory = ParameterFactory.of(engine, new RandomStreams(1));
            var body = new SmallResnet(
                    new BackboneSettings.SmallResnet(
                            8,
                            4,
                            4,
                            BackboneSettings.SmallResnet.Shortcut.IDENTITY,
                            BackboneSettings.Norm.TRAINED,
                            Optional.empty(),
                            0),
                    factory);
            Linear linear = Linear.create(factory.in("linear"), 16, CLASSES, Activation.NONE, Initializer.zeros());
            List<Parameter> parameters = Stream.of(body.parameters(), linear.parameters())
                    .flatMap(List::stream)
                    .toList();
            parameters.forEach(parameter -> set(engine, parameter));
            var optimizer = new Sgd(engine, parameters, 0.9, 1e-2);
            List<Double> found = new ArrayList<>();
            for (int step = 0; step < losses.length; step++) {
                found.add(step(engine, body, linear, optimizer, step));
            }
            assertThat(losses[0] - losses[losses.length - 1])
                    .as("what is learned")
                    .isPositive();
            for (int step = 0; step < losses.length; step++) {
                assertThat(found.get(step))
                        .as("step %d of %s", step + 1, found)
                        .isCloseTo(losses[step], within(TOLERANCE));
            }
            float[] last = linear.bias().orElseThrow().value().toFloats();
            double[] wanted = ReferenceData.doubles(expected.get("last"));
            for (int i = 0; i < wanted.length; i++) {
                assertThat((double) last[i]).isCloseTo(wanted[i], within(TOLERANCE));
            }
        }
    }

    private static void set(Engine engine, Parameter parameter) {
        boolean factor =
                parameter.name().endsWith("weight") && parameter.shape().rank() == 1;
        try (Scope _ = engine.openScope()) {
            float[] values = Waves.of(parameter.name(), parameter.shape(), factor ? 1 : 0, 1);
            engine.copy(engine.tensor(values, parameter.shape()), parameter.value());
        }
    }

    private static double step(Engine engine, SmallResnet body, Linear linear, Sgd optimizer, int step) {
        int[] labels = IntStream.range(0, IMAGES)
                .map(image -> (step * 3 + image * image) % CLASSES)
                .toArray();
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            Variable images = tape.constant(engine.tensor(pictures(step, labels), Shape.of(IMAGES, 3, SIDE, SIDE)));
            Variable vectors = new GlobalAveragePool2d().forward(tape, body.forward(tape, images));
            Variable logits = linear.forward(tape, vectors);
            LossTerms terms = LossTerms.of(
                    "classification",
                    logits,
                    LabelSmoothing.crossEntropy(engine, logits.value(), labels, 0, 1.0 / IMAGES));
            tape.backward(terms.gradients());
            optimizer.step(tape, RATE * Math.min(1, (step + 1) / WARMUP));
            return terms.read().total();
        }
    }

    /** A wave of its own for each class, so that there is something to learn. */
    private static float[] pictures(int step, int[] labels) {
        int size = 3 * SIDE * SIDE;
        float[] pixels = new float[IMAGES * size];
        for (int image = 0; image < IMAGES; image++) {
            for (int i = 0; i < size; i++) {
                pixels[image * size + i] = (float) Math.sin((0.2 + 0.1 * labels[image]) * i + step + 0.5 * image);
            }
        }
        return pixels;
    }
}
