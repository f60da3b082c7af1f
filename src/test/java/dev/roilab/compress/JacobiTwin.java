package dev.roilab.compress;

import java.util.Arrays;

/** Singular values by one-sided Jacobi rotations in plain loops: columns are turned until all are orthogonal. */
final class JacobiTwin {
    private static final int SWEEPS = 30;

    private JacobiTwin() {}

    /** @return largest first, as many as the matrix has columns */
    static double[] singularValues(double[][] matrix) {
        int columns = matrix[0].length;
        double[][] turned = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < columns; p++) {
                for (int q = p + 1; q < columns; q++) {
                    rotate(turned, p, q);
                }
            }
        }
        double[] values = new double[columns];
        for (int c = 0; c < columns; c++) {
            values[c] = -Math.sqrt(product(turned, c, c));
        }
        Arrays.sort(values);
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static void rotate(double[][] matrix, int p, int q) {
        double mixed = product(matrix, p, q);
        if (mixed == 0) {
            return;
        }
        double angle = 0.5 * Math.atan2(2 * mixed, product(matrix, p, p) - product(matrix, q, q));
        for (double[] row : matrix) {
            double first = row[p];
            row[p] = Math.cos(angle) * first + Math.sin(angle) * row[q];
            row[q] = Math.cos(angle) * row[q] - Math.sin(angle) * first;
        }
    }

    private static double product(double[][] matrix, int p, int q) {
        double sum = 0;
        for (double[] row : matrix) {
            sum += row[p] * row[q];
        }
        return sum;
    }
}
