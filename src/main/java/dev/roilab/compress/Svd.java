package dev.roilab.compress;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The leading part of the singular value decomposition {@code W = U diag(s) V^T} of a layer's weights, [O, I].
 *
 * <p>Of the factors only U is kept: {@code diag(s_t) V_t^T = U_t^T W}, so that the truncation is the orthogonal
 * projection of W onto the leading left singular vectors. No division by a small singular value enters it, and an error
 * in U changes the approximation only to second order.
 */
public final class Svd {
    /** Halko, Martinsson and Tropp (arXiv:0909.4061), section 4.2: five to ten vectors more than the rank suffice. */
    private static final int OVERSAMPLING = 10;

    /** Section 4.5: one or two where the spectrum falls slowly, which that of trained layers does; one to spare. */
    private static final int POWER_ITERATIONS = 3;

    private final INDArray weights;
    private final INDArray left;
    private final double[] singularValues;
    private final double totalEnergy;

    private Svd(INDArray weights, INDArray left, double[] singularValues) {
        this.weights = weights;
        this.left = left;
        this.singularValues = singularValues;
        // Summed in single precision, the squares of fc6's hundred million weights come out a quarter too low.
        double norm = weights.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        this.totalEnergy = norm * norm;
    }

    /**
     * Every singular triple, from the eigenvectors of the Gram matrix of the shorter side in double precision.
     *
     * <p>Squaring halves the digits: singular values below 1e-8 of the largest drown in rounding. The weights are
     * rounded at 6e-8 of each number themselves, so that nothing meaningful is lost; LAPACK's gesvd on the matrix
     * itself would keep digits that the weights do not have, at several times the cost.
     *
     * @param weights [O, I]
     */
    public static Svd exact(INDArray weights) {
        INDArray matrix = weights.castTo(DataType.DOUBLE);
        if (matrix.rows() <= matrix.columns()) {
            var pairs = Eigenpairs.of(matrix.mmul(matrix.transpose()));
            return new Svd(weights, pairs.vectors(), roots(pairs.values()));
        }
        var pairs = Eigenpairs.of(matrix.transpose().mmul(matrix));
        double[] values = roots(pairs.values());
        double[] inverse = Arrays.stream(values)
                .map(value -> value > values[0] * Basis.SMALLEST ? 1 / value : 0)
                .toArray();
        return new Svd(weights, matrix.mmul(pairs.vectors()).mulRowVector(Nd4j.createFromArray(inverse)), values);
    }

    /**
     * The leading triples by randomized subspace iteration: Halko, Martinsson and Tropp (arXiv:0909.4061), algorithm
     * 4.4 for the range, algorithm 5.1 for the factors within it. Products with W in single precision, the small
     * problems in double.
     *
     * @param weights [O, I]
     * @param rank wanted, at most the shorter side
     */
    public static Svd randomized(INDArray weights, int rank, SplittableRandom random) {
        INDArray matrix = weights.castTo(DataType.FLOAT);
        int wanted = Math.min(rank + OVERSAMPLING, Math.min(matrix.rows(), matrix.columns()));
        INDArray range = Basis.of(matrix.mmul(gaussian(matrix.columns(), wanted, random)));
        for (int i = 0; i < POWER_ITERATIONS; i++) {
            INDArray back = Basis.of(matrix.transpose().mmul(range));
            range = Basis.of(matrix.mmul(back));
        }
        INDArray small = range.transpose().mmul(matrix).castTo(DataType.DOUBLE);
        var pairs = Eigenpairs.of(small.mmul(small.transpose())).leading(Math.min(rank, range.columns()));
        INDArray left = range.castTo(DataType.DOUBLE).mmul(pairs.vectors());
        return new Svd(weights, left, roots(pairs.values()));
    }

    private static INDArray gaussian(long rows, int columns, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(rows * columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(values, new long[] {rows, columns}, 'c');
    }

    private static double[] roots(double[] squares) {
        return Arrays.stream(squares)
                .map(square -> Math.sqrt(Math.max(0, square)))
                .toArray();
    }

    /** The singular values that were computed, largest first. */
    public List<Double> singularValues() {
        return Arrays.stream(singularValues).boxed().toList();
    }

    /** The part of the sum of all squared singular values that the first {@code rank} hold. */
    public double energyKept(int rank) {
        double kept = 0;
        for (int i = 0; i < rank; i++) {
            kept += singularValues[i] * singularValues[i];
        }
        return totalEnergy == 0 ? 1 : Math.min(1, kept / totalEnergy);
    }

    /** The smallest rank that keeps this part of the energy; one more than was computed if that is not enough. */
    public int rankFor(double energy) {
        for (int rank = 1; rank <= singularValues.length; rank++) {
            if (energyKept(rank) >= energy) {
                return rank;
            }
        }
        return singularValues.length + 1;
    }

    /**
     * The two factors of the best approximation of a rank.
     *
     * @param inner {@code diag(s_t) V_t^T}, [t, I]
     * @param outer {@code U_t}, [O, t]
     */
    public record Factors(INDArray inner, INDArray outer) {}

    /** The factors of a rank that was computed. */
    public Factors truncated(int rank) {
        if (rank < 1 || rank > singularValues.length) {
            throw new IllegalArgumentException("rank must be in 1..%d, got %d".formatted(singularValues.length, rank));
        }
        INDArray outer = left.get(NDArrayIndex.all(), NDArrayIndex.interval(0, rank))
                .castTo(DataType.DOUBLE)
                .dup('c');
        INDArray inner = outer.transpose().mmul(weights.castTo(DataType.DOUBLE));
        return new Factors(inner.castTo(DataType.FLOAT), outer.castTo(DataType.FLOAT));
    }
}
