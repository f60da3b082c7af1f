package dev.roilab.compress;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix in double precision, largest first.
 *
 * @param values K numbers
 * @param vectors [M, K], a column each
 */
@SuppressWarnings("ArrayRecordComponent") // a step of a computation; nobody compares two of them
record Eigenpairs(double[] values, INDArray vectors) {
    /**
     * All pairs of a symmetric matrix, by LAPACK's syev.
     *
     * @throws ArithmeticException if it does not converge, as for numbers that are not finite
     */
    static Eigenpairs of(INDArray symmetric) {
        INDArray vectors = symmetric.castTo(DataType.DOUBLE).dup('f');
        int size = Math.toIntExact(vectors.rows());
        if (!vectors.isInfinite().none() || !vectors.isNaN().none()) {
            throw new ArithmeticException("the weights are not finite; the training that made them has diverged");
        }
        INDArray values = Nd4j.create(DataType.DOUBLE, size);
        int status = Nd4j.getBlasWrapper().lapack().syev('V', 'U', vectors, values);
        if (status != 0) {
            throw new ArithmeticException("the eigenvalues of a matrix of %d x %d did not converge (status %d)"
                    .formatted(size, size, status));
        }
        return new Eigenpairs(values.data().asDouble(), vectors).largestFirst();
    }

    private Eigenpairs largestFirst() {
        int size = values.length;
        double[] descending = new double[size];
        long[] order = new long[size];
        for (int i = 0; i < size; i++) {
            descending[i] = values[size - 1 - i];
            order[i] = size - 1L - i;
        }
        return new Eigenpairs(descending, vectors.get(NDArrayIndex.all(), NDArrayIndex.indices(order)));
    }

    /** The first {@code count} pairs. */
    Eigenpairs leading(int count) {
        return new Eigenpairs(
                java.util.Arrays.copyOf(values, count),
                vectors.get(NDArrayIndex.all(), NDArrayIndex.interval(0, count)).dup('c'));
    }
}
