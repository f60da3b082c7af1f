package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import java.util.Arrays;
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

    /** More numbers than a thread takes at once, on maps too, some of them ignored. */
    @Test
    default void binaryCrossEntropyAndItsGradientEqualTheirTwins() {
        for (Shape shape : List.of(Shape.of(2, 3, 5, 7), Shape.of(3, 3, 29, 31), Shape.of(11), Shape.of(4, 6))) {
            double[] x = scaled(8, doubles(Twins.random(1, shape)));
            double[] target = Arrays.stream(doubles(Twins.random(2, shape)))
                    .map(value -> value * value)
                    .toArray();
            double[] weight = Arrays.stream(doubles(Twins.random(3, shape)))
                    .map(value -> value > 0.5 ? 0 : value)
                    .toArray();
            try (Engine engine = create(2)) {
                LossGradient found = engine.losses()
                        .binaryCrossEntropy(
                                tensor(engine, x, shape), tensor(engine, target, shape), tensor(engine, weight, shape));
                double[] rounded = doubles(tensor(engine, target, shape).toFloats());
                assertThat(found.loss()).as("%s", shape).isCloseTo(binary(x, rounded, weight), within(1e-8));
                double[] slopes = new double[x.length];
                for (int i = 0; i < slopes.length; i++) {
                    int at = i;
                    slopes[i] = Twins.slope(
                            v -> new double[] {binary(v, new double[] {rounded[at]}, new double[] {weight[at]})},
                            new double[] {x[at]},
                            new float[] {1})[0];
                }
                requireClose("gradient", found.gradient().toFloats(), slopes, 1e-6);
            }
        }
    }

    private static double binary(double[] logits, double[] target, double[] weight) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            double probability = 1 / (1 + Math.exp(-logits[i]));
            loss -= weight[i] * (target[i] * Math.log(probability) + (1 - target[i]) * Math.log(1 - probability));
        }
        return loss;
    }

    private static double[] scaled(double factor, double[] values) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    private static Tensor tensor(Engine engine, double[] values, Shape shape) {
        return engine.tensor(NonFiniteNumbers.floats(values), shape);
    }

    /** Where the probabilities are 0 and 1 in any precision. */
    @Test
    default void binaryCrossEntropyOfHugeLogitsIsFinite() {
        Shape shape = Shape.of(4);
        try (Engine engine = create(1)) {
            LossGradient found = engine.losses()
                    .binaryCrossEntropy(
                            engine.tensor(new float[] {1000, 1000, -1000, -1000}, shape),
                            engine.tensor(new float[] {0, 1, 0, 1}, shape),
                            engine.tensor(new float[] {1, 1, 1, 2}, shape));
            assertThat(found.loss()).isEqualTo(3000);
            assertThat(found.gradient().toFloats()).containsExactly(1, 0, 0, -2);
            Tensor none = engine.zeros(Shape.of(0, 3, 2, 2));
            LossGradient ofNone = engine.losses().binaryCrossEntropy(none, none, none);
            assertThat(ofNone.loss()).isZero();
            assertThat(ofNone.gradient().shape()).isEqualTo(none.shape());
        }
    }

    @Test
    default void binaryCrossEntropyNamesShapesThatDisagree() {
        try (Engine engine = create(1)) {
            Tensor a = engine.zeros(Shape.of(2, 3));
            Tensor b = engine.zeros(Shape.of(3, 2));
            assertThatThrownBy(() -> engine.losses().binaryCrossEntropy(a, b, a))
                    .hasMessage("shape of the targets of a binary cross entropy: expected [2, 3], got [3, 2]");
            assertThatThrownBy(() -> engine.losses().binaryCrossEntropy(a, a, b))
                    .hasMessage("shape of the weights of a binary cross entropy: expected [2, 3], got [3, 2]");
        }
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
