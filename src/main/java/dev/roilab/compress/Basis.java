package dev.roilab.compress;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Orthonormal columns that span what given columns span.
 *
 * <p>By the eigenvectors of the columns' Gram matrix rather than by Householder reflections: it is matrix products
 * alone but for one small problem, and it shows which directions are only rounding. Done twice, because the first pass
 * is orthonormal only as far as the condition of the columns allows.
 */
final class Basis {
    /** Of the largest singular value: what lies below is rounding of single precision. */
    static final double SMALLEST = 1e-7;

    private Basis() {}

    /** @return in single precision, fewer columns where the given ones depend on each other */
    static INDArray of(INDArray columns) {
        return once(once(columns.castTo(DataType.DOUBLE))).castTo(DataType.FLOAT);
    }

    private static INDArray once(INDArray columns) {
        var pairs = Eigenpairs.of(columns.transpose().mmul(columns));
        double[] values = pairs.values();
        int kept = 0;
        while (kept < values.length && values[kept] > values[0] * SMALLEST * SMALLEST) {
            kept++;
        }
        double[] factors = new double[Math.max(1, kept)];
        for (int i = 0; i < kept; i++) {
            factors[i] = 1 / Math.sqrt(values[i]);
        }
        INDArray vectors = pairs.vectors().get(NDArrayIndex.all(), NDArrayIndex.interval(0, factors.length));
        return columns.mmul(vectors.dup('c')).mulRowVector(Nd4j.createFromArray(factors));
    }
}
