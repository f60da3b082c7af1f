package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.tensor.Twins.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

interface PoolingConformance extends EngineSubject {
    /** An input whose rows and columns leave rests. */
    Shape INPUT = Shape.of(2, 5, 7, 9);

    static List<Pooling> cases() {
        return List.of(
                Pooling.of(2, 2, 0),
                Pooling.of(3, 2, 1),
                Pooling.of(3, 1, 1),
                Pooling.of(2, 3, 0),
                Pooling.of(2, 2, 0).ceil(INPUT),
                Pooling.of(3, 2, 1).ceil(INPUT),
                new Pooling(2, 3, 1, 2, new Padding(0, 1, 1, 2), 1, 1),
                new Pooling(3, 2, 2, 1, Padding.of(1), 2, 3));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.PoolingConformance#cases")
    default void maxPoolingAndItsGradientEqualTheirTwins(Pooling how) {
        float[] x = distinct(INPUT);
        Shape output = how.outputShape(INPUT);
        float[] upstream = Twins.random(2, output);
        try (Engine engine = create(2)) {
            Pooled pooled = engine.pooling().maxPool(engine.tensor(x, INPUT), how);
            requireClose("values", pooled.values().toFloats(), Twins.pool(doubles(x), INPUT, how, Pool.MAX), 0);
            Tensor gradient = engine.pooling()
                    .maxPoolGradient(
                            engine.tensor(upstream, output), Objects.requireNonNull(pooled.switches()), INPUT, how);
            requireClose(
                    "gradient",
                    gradient.toFloats(),
                    Twins.slope(v -> Twins.pool(v, INPUT, how, Pool.MAX), doubles(x), upstream),
                    1e-5);
        }
    }

    /** No two numbers closer than the step of the central differences. */
    static float[] distinct(Shape shape) {
        int count = Math.toIntExact(shape.elements());
        var random = new SplittableRandom(7);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i - count / 2) / 64f;
        }
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            float value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.PoolingConformance#cases")
    default void averagePoolingAndItsGradientEqualTheirTwins(Pooling how) {
        float[] x = Twins.random(1, INPUT);
        Shape output = how.outputShape(INPUT);
        float[] upstream = Twins.random(2, output);
        try (Engine engine = create(2)) {
            for (Pool kind : List.of(Pool.MEAN_INSIDE, Pool.MEAN_ALL)) {
                boolean all = kind == Pool.MEAN_ALL;
                requireClose(
                        kind + " values",
                        engine.pooling()
                                .averagePool(engine.tensor(x, INPUT), how, all)
                                .toFloats(),
                        Twins.pool(doubles(x), INPUT, how, kind),
                        1e-5);
                requireClose(
                        kind + " gradient",
                        engine.pooling()
                                .averagePoolGradient(engine.tensor(upstream, output), INPUT, how, all)
                                .toFloats(),
                        Twins.slope(v -> Twins.pool(v, INPUT, how, kind), doubles(x), upstream),
                        1e-5);
            }
        }
    }

    @Test
    default void maxPoolingGivesTheGradientToTheFirstOfEquals() {
        Shape shape = Shape.of(1, 17, 4, 4);
        var how = Pooling.of(3, 2, 1);
        try (Engine engine = create(2)) {
            Pooled pooled = engine.pooling().maxPool(engine.zeros(shape), how);
            float[] ones = new float[17 * 4];
            Arrays.fill(ones, 1);
            float[] gradient = engine.pooling()
                    .maxPoolGradient(
                            engine.tensor(ones, Shape.of(1, 17, 2, 2)),
                            Objects.requireNonNull(pooled.switches()),
                            shape,
                            how)
                    .toFloats();
            assertThat(Arrays.copyOf(gradient, 16)).containsExactly(1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    default void maxPoolingOfNegativesIgnoresThePadding() {
        try (Engine engine = create(1)) {
            Tensor input = engine.tensor(new float[] {-3, -2, -5, -4}, Shape.of(1, 1, 2, 2));
            assertThat(engine.pooling()
                            .maxPool(input, Pooling.of(3, 1, 1))
                            .values()
                            .toFloats())
                    .containsExactly(-2, -2, -2, -2);
        }
    }

    @Test
    default void poolingNamesTheShapesThatDisagree() {
        try (Engine engine = create(1)) {
            Tensor gradient = engine.zeros(Shape.of(1, 1, 3, 3));
            assertThatThrownBy(() -> engine.pooling()
                            .averagePoolGradient(gradient, Shape.of(1, 1, 4, 4), Pooling.of(2, 2, 0), false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 1, 3, 3]")
                    .hasMessageContaining("[1, 1, 2, 2]");
        }
    }
}
