package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.testing.ReferenceData;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Softmax and its cross entropy over the classes of each cell, and over the cells of each map. */
interface PixelLossConformance extends EngineSubject {
    /** The labels of a case of PyTorch's; {@code ignore_index} becomes -1. */
    static int[] labels(JsonNode params, Shape logits) {
        int[] labels = new int[logits.size(0) * logits.size(2) * logits.size(3)];
        if (params.get("target").isString()) {
            Arrays.fill(labels, -1);
            return labels;
        }
        int ignored = params.get("ignore_index").asInt();
        return Arrays.stream(ReferenceData.ints(params.get("target").get("data")))
                .map(label -> label == ignored ? -1 : label)
                .toArray();
    }

    @Test
    default void crossEntropyOfCellsAndItsGradientEqualTheirTwins() {
        Shape shape = Shape.of(2, 3, 4, 5);
        int[] labels = new int[40];
        for (int cell = 0; cell < labels.length; cell++) {
            labels[cell] = cell * 7 % 4 - 1;
        }
        double[] x = doubles(Twins.random(1, shape));
        try (Engine engine = create(2)) {
            Tensor logits = random(engine, 1, 2, 3, 4, 5);
            LossGradient found = engine.losses().softmaxCrossEntropy(logits, labels, 0.25);
            assertThat(found.loss()).isCloseTo(loss(x, labels)[0], within(1e-9));
            assertThat(found.gradient().shape()).isEqualTo(shape);
            requireClose(
                    "gradient",
                    found.gradient().toFloats(),
                    Twins.slope(v -> loss(v, labels), x, new float[] {1}),
                    1e-6);
            float[] probabilities = engine.losses().softmax(logits).toFloats();
            for (int cell = 0; cell < labels.length; cell++) {
                for (int k = 0; k < 3; k++) {
                    int at = cell / 20 * 60 + k * 20 + cell % 20;
                    assertThat((double) probabilities[at]).isCloseTo(probability(x, cell, k), within(1e-6));
                }
            }
        }
    }

    /** Of 3 classes in 20 cells of each image. */
    private static double probability(double[] logits, int cell, int label) {
        double sum = 0;
        int first = cell / 20 * 60 + cell % 20;
        for (int k = 0; k < 3; k++) {
            sum += Math.exp(logits[first + k * 20]);
        }
        return Math.exp(logits[first + label * 20]) / sum;
    }

    private static double[] loss(double[] logits, int[] labels) {
        double loss = 0;
        for (int cell = 0; cell < labels.length; cell++) {
            if (labels[cell] >= 0) {
                loss -= Math.log(probability(logits, cell, labels[cell]));
            }
        }
        return new double[] {0.25 * loss};
    }

    /** As a key point's heat map is trained: one cell of each map is the right one. */
    @Test
    default void crossEntropyOverTheCellsOfMapsReadsThemAsRows() {
        Shape shape = Shape.of(2, 2, 3, 4);
        int[] labels = {5, -1, 0, 11};
        double[] x = doubles(Twins.random(1, shape));
        try (Engine engine = create(1)) {
            Tensor rows = engine.shapes().rowsOfMaps(random(engine, 1, 2, 2, 3, 4));
            LossGradient found = engine.losses().softmaxCrossEntropy(rows, labels, 1);
            double expected = 0;
            for (int map = 0; map < 4; map++) {
                if (labels[map] >= 0) {
                    double sum = 0;
                    for (int cell = 0; cell < 12; cell++) {
                        sum += Math.exp(x[map * 12 + cell]);
                    }
                    expected += Math.log(sum) - x[map * 12 + labels[map]];
                }
            }
            assertThat(found.loss()).isCloseTo(expected, within(1e-6));
            Tensor maps = engine.shapes().mapsOfRows(found.gradient(), shape);
            assertThat(maps.shape()).isEqualTo(shape);
            float[] gradient = maps.toFloats();
            for (int cell = 0; cell < 12; cell++) {
                assertThat(gradient[12 + cell]).isZero();
                assertThat(gradient[cell] < 0).isEqualTo(cell == 5);
            }
        }
    }

    @Test
    default void cellsOfNoLabelAreIgnoredWhateverStandsThere() {
        Shape shape = Shape.of(1, 2, 1, 3);
        float[] x = {1, Float.NaN, 2, 0, 1, Float.POSITIVE_INFINITY};
        try (Engine engine = create(1)) {
            Tensor logits = engine.tensor(x, shape);
            LossGradient found = engine.losses().softmaxCrossEntropy(logits, new int[] {0, -1, -1}, 1);
            assertThat(found.loss()).isCloseTo(Math.log(1 + Math.exp(-1)), within(1e-6));
            assertThat(NonFiniteNumbers.nonFinite(found.gradient().toFloats())).isZero();
            LossGradient spoiled = engine.losses().softmaxCrossEntropy(logits, new int[] {0, 1, -1}, 1);
            assertThat(spoiled.loss()).isNaN();
            float[] gradient = spoiled.gradient().toFloats();
            assertThat(gradient[1]).isNaN();
            assertThat(gradient[4]).isNaN();
            assertThat(NonFiniteNumbers.nonFinite(gradient)).isEqualTo(2);
        }
    }

    @Test
    default void lossesOfCellsKeepTheirBitsForAnyNumberOfThreads() {
        Shape shape = Shape.of(2, 11, 37, 29);
        int[] labels = new int[2 * 37 * 29];
        for (int cell = 0; cell < labels.length; cell++) {
            labels[cell] = cell % 12 - 1;
        }
        double[] losses = new double[3];
        float[][] gradients = new float[3][];
        for (int threads = 1; threads <= 3; threads++) {
            try (Engine engine = create(threads)) {
                LossGradient found =
                        engine.losses().softmaxCrossEntropy(engine.tensor(Twins.random(1, shape), shape), labels, 1);
                losses[threads - 1] = found.loss();
                gradients[threads - 1] = found.gradient().toFloats();
            }
        }
        for (int threads = 1; threads < 3; threads++) {
            assertThat(gradients[threads]).isEqualTo(gradients[0]);
            assertThat(losses[threads]).isEqualTo(losses[0]);
        }
    }

    @Test
    default void crossEntropyNamesCellsThatDoNotFit() {
        try (Engine engine = create(1)) {
            Tensor logits = engine.zeros(Shape.of(1, 3, 2, 2));
            assertThatThrownBy(() -> engine.losses().softmaxCrossEntropy(logits, new int[] {0, 1, 3, 0}, 1))
                    .hasMessage("the label 3 of cell 2 is none of the classes of logits [1, 3, 2, 2]");
            assertThatThrownBy(() -> engine.losses().softmaxCrossEntropy(logits, new int[] {0, 1}, 1))
                    .hasMessage("shape of the labels: expected [4], got [2]");
            assertThatThrownBy(() -> engine.losses().softmaxCrossEntropy(engine.zeros(Shape.of(4)), new int[4], 1))
                    .hasMessage("shape of the logits: expected 2 axes, got [4]");
            Tensor none = engine.zeros(Shape.of(0, 3, 2, 2));
            assertThat(engine.losses().softmaxCrossEntropy(none, new int[0], 1).loss())
                    .isZero();
        }
    }
}
