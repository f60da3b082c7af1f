package dev.roilab.detect.staged;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Ridge regression in closed form: R-CNN (arXiv:1311.2524), equation 5, {@code w = argmin sum (t - w . x)^2 + lambda
 * |w|^2}. As in the paper's code, x has a constant 1 at its end and the targets are taken about their mean; the code's
 * whitening of the four targets is left out, because a solution that is linear in its targets does not change by it.
 *
 * <p>Shapes: n pairs, D features, T targets. {@code w = (X'X + lambda I)^-1 X'Y} where D is the smaller, otherwise the
 * same by {@code w = X' (XX' + lambda I)^-1 Y}: the matrix to factor has the side min(n, D + 1).
 *
 * @param weights [T][D]
 * @param offsets [T]
 */
@SuppressWarnings("ArrayRecordComponent") // read by loops, never compared
record RidgeRegression(double[][] weights, double[] offsets) {

    /**
     * Solves for all targets at once.
     *
     * @param features n vectors of D numbers, at least one
     * @param targets n vectors of T numbers
     * @param scale features are multiplied by this before the penalty applies; the result takes them as they are
     */
    static RidgeRegression fit(List<float[]> features, List<double[]> targets, double strength, double scale) {
        int pairs = features.size();
        int columns = features.getFirst().length + 1;
        double[] mean = mean(targets);
        INDArray x = Nd4j.createFromArray(rows(features, scale));
        INDArray y = Nd4j.createFromArray(centred(targets, mean));
        boolean dual = pairs < columns;
        INDArray gram = dual ? Nd4j.gemm(x, x, false, true) : Nd4j.gemm(x, x, true, false);
        INDArray right = dual ? y : Nd4j.gemm(x, y, true, false);
        double[][] solution = solve(gram, strength, right.toDoubleMatrix());
        INDArray weights = Nd4j.createFromArray(solution);
        double[][] found = (dual ? Nd4j.gemm(x, weights, true, false) : weights).toDoubleMatrix();
        return result(found, mean, scale);
    }

    private static RidgeRegression result(double[][] found, double[] mean, double scale) {
        int dimensions = found.length - 1;
        double[][] weights = new double[mean.length][dimensions];
        double[] offsets = new double[mean.length];
        for (int t = 0; t < mean.length; t++) {
            for (int i = 0; i < dimensions; i++) {
                weights[t][i] = scale * found[i][t];
            }
            offsets[t] = mean[t] + found[dimensions][t];
        }
        return new RidgeRegression(weights, offsets);
    }

    private static double[][] rows(List<float[]> features, double scale) {
        int dimensions = features.getFirst().length;
        double[][] rows = new double[features.size()][dimensions + 1];
        for (int n = 0; n < rows.length; n++) {
            float[] feature = features.get(n);
            for (int i = 0; i < dimensions; i++) {
                rows[n][i] = scale * feature[i];
            }
            rows[n][dimensions] = 1;
        }
        return rows;
    }

    private static double[] mean(List<double[]> targets) {
        double[] mean = new double[targets.getFirst().length];
        for (double[] target : targets) {
            for (int t = 0; t < mean.length; t++) {
                mean[t] += target[t] / targets.size();
            }
        }
        return mean;
    }

    private static double[][] centred(List<double[]> targets, double[] mean) {
        double[][] centred = new double[targets.size()][mean.length];
        for (int n = 0; n < centred.length; n++) {
            for (int t = 0; t < mean.length; t++) {
                centred[n][t] = targets.get(n)[t] - mean[t];
            }
        }
        return centred;
    }

    /** Solves {@code (gram + strength I) z = right} by Cholesky's factors; overwrites and returns {@code right}. */
    private static double[][] solve(INDArray gram, double strength, double[][] right) {
        int side = gram.rows();
        INDArray factor = gram.add(Nd4j.eye(side).castTo(DataType.DOUBLE).muli(strength));
        Nd4j.getBlasWrapper().lapack().potrf(factor, true);
        double[][] lower = factor.toDoubleMatrix();
        for (double[] row : right) {
            requireFinite(row);
        }
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < i; j++) {
                subtract(right[i], right[j], lower[i][j]);
            }
            divide(right[i], lower[i][i]);
        }
        for (int i = side - 1; i >= 0; i--) {
            for (int j = i + 1; j < side; j++) {
                subtract(right[i], right[j], lower[j][i]);
            }
            divide(right[i], lower[i][i]);
        }
        return right;
    }

    private static void requireFinite(double[] row) {
        for (double value : row) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a feature or target of a box regression is not a finite number");
            }
        }
    }

    private static void subtract(double[] from, double[] row, double factor) {
        for (int t = 0; t < from.length; t++) {
            from[t] -= factor * row[t];
        }
    }

    private static void divide(double[] row, double divisor) {
        for (int t = 0; t < row.length; t++) {
            row[t] /= divisor;
        }
    }
}
