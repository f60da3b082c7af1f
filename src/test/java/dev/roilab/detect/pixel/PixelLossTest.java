package dev.roilab.detect.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.nn.LossTerms;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.GradientCheck;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PixelLossTest {
    private static final Shape SHAPE = Shape.of(2, 3, 2, 2);
    private static final int[] LABELS = {0, 2, -1, 1, 2, -1, -1, 2};

    /** PyTorch's formula, pixel by pixel. */
    private static double slow(float[] logits, int[] labels, double[] weights) {
        double sum = 0;
        double whole = 0;
        for (int pixel = 0; pixel < labels.length; pixel++) {
            if (labels[pixel] < 0) {
                continue;
            }
            int first = pixel / 4 * 12 + pixel % 4;
            double exponents = 0;
            for (int label = 0; label < 3; label++) {
                exponents += Math.exp(logits[first + 4 * label]);
            }
            double probability = Math.exp(logits[first + 4 * labels[pixel]]) / exponents;
            sum -= weights[labels[pixel]] * Math.log(probability);
            whole += weights[labels[pixel]];
        }
        return sum / whole;
    }

    private static LossTerms terms(Engine engine, float[] logits, Optional<List<Double>> weights, int[] labels) {
        Tape tape = Tape.recording(engine);
        var variable = tape.variable(new Parameter("logits", engine.tensor(logits, SHAPE), 1, 0));
        return new PixelLoss(weights).of(engine, variable, labels).orElseThrow();
    }

    @Test
    void lossAndGradientAreThoseOfTheSlowFormula() {
        float[] logits = GradientCheck.random(3, SHAPE);
        for (double[] weights : new double[][] {{1, 1, 1}, {0.5, 2, 3}, {2, 2, 0.1}, {0, 1, 1}}) {
            Optional<List<Double>> given =
                    weights[0] == 1 ? Optional.empty() : Optional.of(List.of(weights[0], weights[1], weights[2]));
            try (Engine engine = Engines.create("cpu", "cpu", 1)) {
                LossTerms terms = terms(engine, logits, given, LABELS);
                assertThat(terms.read().total()).isCloseTo(slow(logits, LABELS, weights), within(1e-5));
                Tensor gradient = terms.gradients().firstEntry().getValue();
                float[] found = gradient.toFloats();
                for (int i = 0; i < logits.length; i++) {
                    float[] moved = logits.clone();
                    moved[i] = logits[i] + 1e-2f;
                    double above = slow(moved, LABELS, weights);
                    moved[i] = logits[i] - 1e-2f;
                    double slope = (above - slow(moved, LABELS, weights)) / 2e-2;
                    assertThat((double) found[i]).isCloseTo(slope, within(1e-4));
                }
            }
        }
    }

    @Test
    void whereNoPixelCountsThereIsNothingToLearn() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Tape tape = Tape.recording(engine);
            var logits = tape.variable(new Parameter("logits", engine.zeros(SHAPE), 1, 0));
            int[] ignored = {-1, -1, -1, -1, -1, -1, -1, -1};
            assertThat(new PixelLoss(Optional.empty()).of(engine, logits, ignored))
                    .isEmpty();
            int[] weightless = {0, -1, -1, -1, -1, -1, -1, -1};
            assertThat(new PixelLoss(Optional.of(List.of(0.0, 1.0, 1.0))).of(engine, logits, weightless))
                    .isEmpty();
        }
    }
}
