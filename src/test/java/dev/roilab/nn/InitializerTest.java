package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InitializerTest {
    private static final Shape KERNEL = Shape.of(128, 32, 3, 3);

    @Test
    void heHasTheVarianceOfItsFan() {
        assertThat(variance(Initializer.heFanOut())).isCloseTo(2.0 / (128 * 9), within(1e-4));
        assertThat(variance(Initializer.heFanIn())).isCloseTo(2.0 / (32 * 9), within(2e-4));
    }

    @Test
    void normalHasItsDeviation() {
        assertThat(Math.sqrt(variance(Initializer.normal(0.01)))).isCloseTo(0.01, within(2e-4));
    }

    @Test
    void heOfAMatrixCountsItsColumnsAndRows() {
        Shape matrix = Shape.of(400, 100);
        float[] values = Initializer.heFanIn().values(matrix, new SplittableRandom(1));
        assertThat(variance(values)).isCloseTo(2.0 / 100, within(1e-3));
    }

    @Test
    void constantsFillTheShape() {
        assertThat(Initializer.ones().values(Shape.of(2, 2), new SplittableRandom(1)))
                .containsExactly(1, 1, 1, 1);
        assertThat(Initializer.constant(3).scaled(0.5).values(Shape.of(2), new SplittableRandom(1)))
                .containsExactly(1.5f, 1.5f);
    }

    private static double variance(Initializer initializer) {
        return variance(initializer.values(KERNEL, new SplittableRandom(1)));
    }

    private static double variance(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum / values.length;
    }
}
