package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarchenkoPasturTest {
    /** The singular values of drawn matrices; the mean over twelve of them is known to about half a point. */
    @ParameterizedTest
    @CsvSource({"60, 60, 15", "60, 60, 45", "40, 120, 10", "120, 40, 10", "30, 300, 3"})
    void equalsWhatDrawnMatricesKeep(int outputs, int inputs, int rank) {
        var random = new SplittableRandom(outputs + 1000L * inputs + rank);
        double kept = 0;
        int matrices = 12;
        for (int matrix = 0; matrix < matrices; matrix++) {
            double[][] numbers = new double[outputs][inputs];
            for (double[] row : numbers) {
                for (int i = 0; i < inputs; i++) {
                    row[i] = random.nextGaussian();
                }
            }
            double[] values =
                    new SingularValueDecomposition(new Array2DRowRealMatrix(numbers, false)).getSingularValues();
            double sum = 0;
            double leading = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[i] * values[i];
                leading += i < rank ? values[i] * values[i] : 0;
            }
            kept += leading / sum / matrices;
        }
        assertThat(MarchenkoPastur.energyKept(outputs, inputs, rank)).isCloseTo(kept, within(0.015));
    }

    /** A hidden layer of 1024 on 64 x 7 x 7 inputs at a quarter of its ranks: 45.4 % of one drawn matrix. */
    @Test
    void ofALargeMatrixItIsExact() {
        assertThat(MarchenkoPastur.energyKept(1024, 3136, 256)).isCloseTo(0.454, within(0.0006));
        assertThat(MarchenkoPastur.energyKept(1024, 3136, 64)).isCloseTo(0.138, within(0.0008));
    }

    /** Square, at half of the ranks: t - sin(t) = pi / 2 at t = 2.30988146, which holds (t - sin(t) cos(t)) / pi. */
    @Test
    void ofASquareMatrixTheIntegralIsKnown() {
        assertThat(MarchenkoPastur.energyKept(1000, 1000, 500)).isCloseTo(0.893730793878, within(1e-8));
    }

    @Test
    void allSingularValuesHoldAllAndNoneNothing() {
        assertThat(MarchenkoPastur.energyKept(7, 3, 3)).isCloseTo(1, within(1e-9));
        assertThat(MarchenkoPastur.energyKept(7, 3, 0)).isCloseTo(0, within(1e-9));
        assertThatThrownBy(() -> MarchenkoPastur.energyKept(7, 3, 4))
                .hasMessageContaining("rank 4 of a matrix of 7 x 3");
    }
}
