package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.TestEngine;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSmoothingTest {
    private static final int ROWS = 3;
    private static final int CLASSES = 5;
    private static final int[] LABELS = {4, 0, 2};

    /** From the definition: the truth is a distribution q, and the loss is minus the sum of q log p. */
    private static double loss(double[] logits, double part) {
        double loss = 0;
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int label = 0; label < CLASSES; label++) {
                sum += Math.exp(logits[row * CLASSES + label]);
            }
            for (int label = 0; label < CLASSES; label++) {
                double truth = (label == LABELS[row] ? 1 - part : 0) + part / CLASSES;
                loss -= truth * Math.log(Math.exp(logits[row * CLASSES + label]) / sum);
            }
        }
        return loss / ROWS;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.6})
    void valueAndGradientAreThoseOfASpreadTruth(double part) {
        double[] logits = new SplittableRandom(3).doubles(ROWS * CLASSES, -2, 2).toArray();
        float[] values = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            values[i] = (float) logits[i];
            logits[i] = values[i];
        }
        try (Engine engine = TestEngine.create(1)) {
            LossGradient found = LabelSmoothing.crossEntropy(
                    engine, engine.tensor(values, Shape.of(ROWS, CLASSES)), LABELS, part, 1.0 / ROWS);
            assertThat(found.loss()).isCloseTo(loss(logits, part), within(1e-6));
            float[] gradient = found.gradient().toFloats();
            for (int i = 0; i < logits.length; i++) {
                double[] more = logits.clone();
                more[i] += 1e-5;
                double[] less = logits.clone();
                less[i] -= 1e-5;
                assertThat((double) gradient[i]).isCloseTo((loss(more, part) - loss(less, part)) / 2e-5, within(1e-6));
            }
        }
    }
}
