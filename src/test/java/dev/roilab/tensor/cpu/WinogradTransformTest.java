package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinogradTransformTest {
    private static final int LENGTH = 100;

    @Test
    void sixProductsAreFourOutputsOfAKernelOfThree() {
        float[][] cells = random(1, 6);
        float[][] kernel = random(2, 3);
        float[][] points = times(applied(WinogradTransform.INPUT, cells), applied(WinogradTransform.KERNEL, kernel));
        float[][] found = applied(WinogradTransform.OUTPUT, points);
        for (int output = 0; output < 4; output++) {
            for (int i = 0; i < LENGTH; i++) {
                float expected = 0;
                for (int k = 0; k < 3; k++) {
                    expected += cells[output + k][i] * kernel[k][i];
                }
                assertThat(found[output][i]).isCloseTo(expected, within(3e-6f));
            }
        }
    }

    @Test
    void aReversedKernelIsTheKernelOfTheReversedCells() {
        float[][] kernel = random(3, 3);
        float[][] reversed = {kernel[2].clone(), kernel[1].clone(), kernel[0].clone(), {}, {}, {}};
        float[][] expected = applied(WinogradTransform.KERNEL, reversed);
        float[][] found = applied(WinogradTransform.REVERSED_KERNEL, kernel);
        for (int point = 0; point < WinogradTransform.POINTS; point++) {
            assertThat(found[point]).isEqualTo(expected[point]);
        }
    }

    /** The product of T u and v is that of u and the transpose of T times v. */
    @ParameterizedTest
    @CsvSource({"OUTPUT, OUTPUT_GRADIENT", "KERNEL, KERNEL_GRADIENT"})
    void aGradientsTransformIsTheTransposedOne(WinogradTransform transform, WinogradTransform gradient) {
        assertThat(gradient.inputs()).isEqualTo(transform.outputs());
        assertThat(gradient.outputs()).isEqualTo(transform.inputs());
        float[][] u = random(4, transform.inputs());
        float[][] v = random(5, transform.outputs());
        double[] left = products(applied(transform, u), v, transform.outputs());
        double[] right = products(u, applied(gradient, v), transform.inputs());
        for (int i = 0; i < LENGTH; i++) {
            assertThat(left[i]).isCloseTo(right[i], within(3e-6));
        }
    }

    private static double[] products(float[][] a, float[][] b, int lines) {
        double[] sums = new double[LENGTH];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < LENGTH; i++) {
                sums[i] += (double) a[line][i] * b[line][i];
            }
        }
        return sums;
    }

    private static float[][] times(float[][] a, float[][] b) {
        float[][] result = new float[WinogradTransform.POINTS][LENGTH];
        for (int point = 0; point < WinogradTransform.POINTS; point++) {
            for (int i = 0; i < LENGTH; i++) {
                result[point][i] = a[point][i] * b[point][i];
            }
        }
        return result;
    }

    private static float[][] applied(WinogradTransform transform, float[][] lines) {
        float[][] copy = new float[WinogradTransform.POINTS][LENGTH];
        for (int line = 0; line < transform.inputs(); line++) {
            copy[line] = lines[line].clone();
        }
        transform.apply(copy, LENGTH);
        return copy;
    }

    private static float[][] random(long seed, int lines) {
        var random = new SplittableRandom(seed);
        float[][] values = new float[lines][LENGTH];
        for (float[] line : values) {
            for (int i = 0; i < LENGTH; i++) {
                line[i] = (float) random.nextDouble(-1, 1);
            }
        }
        return values;
    }
}
