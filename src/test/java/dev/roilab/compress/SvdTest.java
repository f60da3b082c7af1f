package dev.roilab.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SvdTest {
    /**
     * Numbers whose singular values fall off slowly, as those of a trained layer do: noise with a few strong
     * directions.
     */
    private static INDArray layer(int outputs, int inputs, int strong) {
        var random = new SplittableRandom(outputs);
        double[][] values = new double[outputs][inputs];
        for (int s = 0; s < strong; s++) {
            double[] left = gaussian(outputs, random);
            double[] right = gaussian(inputs, random);
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    values[o][i] += left[o] * right[i] / (s + 1);
                }
            }
        }
        for (double[] row : values) {
            double[] noise = gaussian(inputs, random);
            for (int i = 0; i < inputs; i++) {
                row[i] += 0.1 * noise[i];
            }
        }
        return Nd4j.create(values).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
    }

    private static double[] gaussian(int count, SplittableRandom random) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"20, 33", "33, 20", "24, 24"})
    void exactValuesEqualTheTwin(int outputs, int inputs) {
        INDArray weights = layer(outputs, inputs, 5);
        double[] expected =
                JacobiTwin.singularValues((outputs < inputs ? weights.transpose() : weights).toDoubleMatrix());
        var found = Svd.exact(weights).singularValues();
        assertThat(found).hasSize(Math.min(outputs, inputs));
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).as("value %d", i).isCloseTo(expected[i], within(1e-6 * expected[0]));
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 33", "33, 20"})
    void allTriplesGiveTheMatrixBack(int outputs, int inputs) {
        INDArray weights = layer(outputs, inputs, 5);
        var factors = Svd.exact(weights).truncated(20);
        assertThat(factors.outer().mmul(factors.inner()).distance2(weights)).isLessThan(1e-5);
    }

    /** Eckart and Young: what a truncation loses is the energy of the values that it drops. */
    @Test
    void truncationLosesTheDroppedEnergy() {
        INDArray weights = layer(30, 50, 6);
        var svd = Svd.exact(weights);
        double norm = weights.norm2Number().doubleValue();
        for (int rank : new int[] {1, 4, 6, 15}) {
            var factors = svd.truncated(rank);
            double lost = factors.outer().mmul(factors.inner()).distance2(weights) / norm;
            assertThat(1 - svd.energyKept(rank)).as("rank %d", rank).isCloseTo(lost * lost, within(1e-5));
        }
        assertThat(svd.energyKept(30)).isCloseTo(1, within(1e-6));
    }

    /**
     * Two orthogonal directions of equal strength; millions of squares summed in single precision lose part of them.
     */
    @Test
    void energyOfMillionsOfWeightsIsCountedWhole() {
        int inputs = 8192;
        INDArray weights = Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.FLOAT, 512, inputs);
        weights.get(NDArrayIndex.interval(0, 256), NDArrayIndex.interval(0, inputs / 2))
                .muli(-1);
        assertThat(Svd.randomized(weights, 2, new SplittableRandom(1)).energyKept(1))
                .isCloseTo(0.5, within(1e-4));
    }

    @Test
    void rankForAnEnergyIsTheSmallestThatKeepsIt() {
        var svd = Svd.exact(layer(30, 50, 6));
        int rank = svd.rankFor(0.9);
        assertThat(svd.energyKept(rank)).isGreaterThanOrEqualTo(0.9);
        assertThat(svd.energyKept(rank - 1)).isLessThan(0.9);
    }

    @ParameterizedTest
    @CsvSource({"300, 500", "500, 300", "256, 256"})
    void exactAndRandomizedAgreeOnTheLeadingValues(int outputs, int inputs) {
        INDArray weights = layer(outputs, inputs, 20);
        int rank = 40;
        var exact = Svd.exact(weights).singularValues();
        var randomized = Svd.randomized(weights, rank, new SplittableRandom(1));
        assertThat(randomized.singularValues()).hasSize(rank);
        for (int i = 0; i < 20; i++) {
            double expected = exact.get(i);
            assertThat(randomized.singularValues().get(i))
                    .as("value %d", i)
                    .isCloseTo(expected, within(1e-3 * expected));
        }
        assertThat(randomized.energyKept(rank)).isCloseTo(Svd.exact(weights).energyKept(rank), within(1e-2));
    }

    @Test
    void randomizedFindsAMatrixOfLowRankWhole() {
        INDArray weights = layer(60, 80, 4).mmul(layer(80, 10, 3)).mmul(layer(10, 90, 2));
        var svd = Svd.randomized(weights, 20, new SplittableRandom(2));
        var factors = svd.truncated(svd.singularValues().size());
        double norm = weights.norm2Number().doubleValue();
        assertThat(factors.outer().mmul(factors.inner()).distance2(weights)).isLessThan(1e-4 * norm);
    }

    @Test
    void aLayerOfZerosHasNoEnergyToLose() {
        var svd = Svd.exact(Nd4j.zeros(5, 7));
        assertThat(svd.energyKept(1)).isEqualTo(1);
        assertThat(svd.truncated(2).inner().norm2Number().doubleValue()).isZero();
    }

    @Test
    void weightsOfADivergedTrainingAreRefused() {
        INDArray weights = layer(5, 7, 1);
        weights.putScalar(3, Float.NaN);
        assertThatThrownBy(() -> Svd.exact(weights)).hasMessageContaining("not finite");
    }
}
