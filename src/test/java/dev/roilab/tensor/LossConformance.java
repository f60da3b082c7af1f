package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface LossConformance extends EngineSubject {
    @Test
    default void softmaxOfHugeLogitsIsFinite() {
        try (Engine engine = create(1)) {
            Tensor logits = engine.tensor(new float[] {1000, 1000, -1000, 0, 0, 0}, Shape.of(2, 3));
            requireClose(
                    "softmax",
                    engine.losses().softmax(logits).toFloats(),
                    new double[] {0.5, 0.5, 0, 1 / 3d, 1 / 3d, 1 / 3d},
                    1e-6);
        }
    }

    @Test
    default void crossEntropyAndItsGradientEqualTheirTwins() {
        Shape shape = Shape.of(5, 4);
        int[] labels = {0, 3, -1, 1, 1};
        double[] x = doubles(Twins.random(1, shape));
        try (Engine engine = create(2)) {
            LossGradient found = engine.losses().softmaxCrossEntropy(random(engine, 1, 5, 4), labels, 0.25);
            assertThat(found.loss()).isCloseTo(crossEntropy(x, labels)[0], within(1e-9));
            requireClose(
                    "gradient",
                    found.gradient().toFloats(),
                    Twins.slope(v -> crossEntropy(v, labels), x, new float[] {1}),
                    1e-6);
        }
    }

    private static double[] crossEntropy(double[] logits, int[] labels) {
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= 0) {
                double sum = 0;
                for (int k = 0; k < 4; k++) {
                    sum += Math.exp(logits[row * 4 + k]);
                }
                loss -= Math.log(Math.exp(logits[row * 4 + labels[row]]) / sum);
            }
        }
        return new double[] {0.25 * loss};
    }

    @Test
    default void regressionLossesAndTheirGradientsEqualTheirTwins() {
        Shape shape = Shape.of(5, 4);
        double[] x = doubles(Twins.random(1, shape));
        double[] target = doubles(Twins.random(2, shape));
        double[] weight = doubles(Twins.random(3, shape));
        try (Engine engine = create(2)) {
            for (RegressionLoss kind : List.of(
                    new RegressionLoss.L1(),
                    new RegressionLoss.L2(),
                    new RegressionLoss.SmoothL1(1),
                    new RegressionLoss.SmoothL1(1 / 9d))) {
                LossGradient found = engine.losses()
                        .regressionLoss(
                                random(engine, 1, 5, 4), random(engine, 2, 5, 4), random(engine, 3, 5, 4), kind);
                assertThat(found.loss()).as("%s", kind).isCloseTo(regression(x, target, weight, kind)[0], within(1e-9));
                requireClose(
                        kind.toString(),
                        found.gradient().toFloats(),
                        Twins.slope(v -> regression(v, target, weight, kind), x, new float[] {1}),
                        1e-6);
            }
        }
    }

    private static double[] regression(double[] x, double[] target, double[] weight, RegressionLoss kind) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double size = Math.abs(x[i] - target[i]);
            loss += weight[i]
                    * switch (kind) {
                        case RegressionLoss.L1() -> size;
                        case RegressionLoss.L2() -> size * size / 2;
                        case RegressionLoss.SmoothL1(double beta) ->
                            size < beta ? size * size / 2 / beta : size - beta / 2;
                    };
        }
        return new double[] {loss};
    }

    /** Of a parameter without numbers, of one, around the 4096 that a GPU gives a block, and of several blocks. */
    @Test
    default void sgdFollowsItsFormulaForEveryParameter() {
        List<Shape> shapes = List.of(
                Shape.of(3, 3333), Shape.of(0), Shape.of(1), Shape.of(4096), Shape.of(4097), Shape.of(2, 5, 3, 3));
        double momentum = 0.9;
        try (Engine engine = create(2)) {
            List<SgdStep> steps = IntStream.range(0, shapes.size())
                    .mapToObj(index -> new SgdStep(
                            random(engine, 3 * index, shapes.get(index)),
                            random(engine, 3 * index + 1, shapes.get(index)),
                            random(engine, 3 * index + 2, shapes.get(index)),
                            0.1 * (index + 1),
                            0.01 * (index % 3)))
                    .toList();
            List<double[][]> expected =
                    steps.stream().map(step -> moved(step, momentum)).toList();
            engine.updates().sgdSteps(steps, momentum);
            for (int index = 0; index < steps.size(); index++) {
                double[][] row = expected.get(index);
                requireClose("velocity " + index, steps.get(index).velocity().toFloats(), row[0], 1e-6);
                requireClose("parameter " + index, steps.get(index).parameter().toFloats(), row[1], 1e-6);
            }
        }
    }

    private static Tensor random(Engine engine, int seed, Shape shape) {
        return engine.tensor(Twins.random(seed, shape), shape);
    }

    /** Velocity and parameter after a step. */
    private static double[][] moved(SgdStep step, double momentum) {
        double[] velocity = doubles(step.velocity().toFloats());
        double[] parameter = doubles(step.parameter().toFloats());
        float[] gradient = step.gradient().toFloats();
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = momentum * velocity[i] + gradient[i] + step.decay() * parameter[i];
            parameter[i] -= step.rate() * velocity[i];
        }
        return new double[][] {velocity, parameter};
    }

    @Test
    default void crossEntropyNamesALabelThatIsNoClass() {
        try (Engine engine = create(1)) {
            Tensor logits = engine.zeros(Shape.of(2, 3));
            assertThatThrownBy(() -> engine.losses().softmaxCrossEntropy(logits, new int[] {0, 3}, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("label 3 of row 1")
                    .hasMessageContaining("[2, 3]");
            assertThatThrownBy(() -> engine.losses().softmaxCrossEntropy(logits, new int[] {0}, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
