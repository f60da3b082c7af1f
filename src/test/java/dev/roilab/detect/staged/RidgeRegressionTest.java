package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeRegressionTest {
    /** More pairs than features, fewer, and about as many: both forms of the solution. */
    @ParameterizedTest
    @CsvSource({"60, 7", "5, 40", "12, 11", "12, 12"})
    void equalsTheNormalEquationsSolvedByElimination(int pairs, int dimensions) {
        var random = new SplittableRandom(pairs * 100L + dimensions);
        List<float[]> features = new ArrayList<>();
        List<double[]> targets = new ArrayList<>();
        for (int n = 0; n < pairs; n++) {
            float[] feature = new float[dimensions];
            for (int i = 0; i < dimensions; i++) {
                feature[i] = (float) Math.abs(random.nextGaussian());
            }
            features.add(feature);
            targets.add(new double[] {random.nextGaussian(), 0.1 * feature[0] - 1, 3, random.nextGaussian()});
        }
        var fitted = RidgeRegression.fit(features, targets, 2.5, 0.7);
        for (int t = 0; t < 4; t++) {
            double[] expected = twin(features, targets, t, 2.5, 0.7);
            for (int i = 0; i < dimensions; i++) {
                assertThat(fitted.weights()[t][i]).isCloseTo(expected[i], within(1e-9));
            }
            assertThat(fitted.offsets()[t]).isCloseTo(expected[dimensions], within(1e-9));
        }
    }

    @Test
    void aWeakPenaltyRecoversALinearTruth() {
        List<float[]> features = new ArrayList<>();
        List<double[]> targets = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            float[] feature = {n % 7, n % 5, n % 3};
            features.add(feature);
            targets.add(new double[] {2 * feature[0] - feature[1] + 0.5});
        }
        var fitted = RidgeRegression.fit(features, targets, 1e-9, 1);
        assertThat(fitted.weights()[0][0]).isCloseTo(2, within(1e-6));
        assertThat(fitted.weights()[0][1]).isCloseTo(-1, within(1e-6));
        assertThat(fitted.weights()[0][2]).isCloseTo(0, within(1e-6));
        assertThat(fitted.offsets()[0]).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void aStrongPenaltyLeavesTheMean() {
        var fitted = RidgeRegression.fit(
                List.of(new float[] {1}, new float[] {2}), List.of(new double[] {1}, new double[] {3}), 1e12, 1);
        assertThat(fitted.weights()[0][0]).isCloseTo(0, within(1e-9));
        assertThat(fitted.offsets()[0]).isCloseTo(2, within(1e-9));
    }

    /** Gauss-Jordan on {@code (X'X + strength I) w = X'(y - mean)}; the mean and the constant's weight come last. */
    private static double[] twin(List<float[]> features, List<double[]> targets, int t, double strength, double scale) {
        int side = features.getFirst().length + 1;
        double mean =
                targets.stream().mapToDouble(target -> target[t]).average().orElseThrow();
        double[][] system = new double[side][side + 1];
        for (int n = 0; n < features.size(); n++) {
            double[] x = new double[side];
            x[side - 1] = 1;
            for (int i = 0; i < side - 1; i++) {
                x[i] = scale * features.get(n)[i];
            }
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    system[i][j] += x[i] * x[j];
                }
                system[i][side] += x[i] * (targets.get(n)[t] - mean);
            }
        }
        for (int i = 0; i < side; i++) {
            system[i][i] += strength;
        }
        for (int pivot = 0; pivot < side; pivot++) {
            for (int row = 0; row < side; row++) {
                double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
                for (int column = 0; column <= side; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        double[] solution = new double[side];
        for (int i = 0; i < side; i++) {
            double value = system[i][side] / system[i][i];
            solution[i] = i < side - 1 ? scale * value : value + mean;
        }
        return solution;
    }
}
