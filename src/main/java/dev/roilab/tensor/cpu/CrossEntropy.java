package dev.roilab.tensor.cpu;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Shape;

/** Softmax and its cross entropy, in double precision; the losses are added in the order of the rows. */
final class CrossEntropy {
    /** Some 100 microseconds of exponentials. */
    private static final int NUMBERS_A_TASK = 4096;

    private final Workers workers;
    private final TensorMemory memory;

    CrossEntropy(Workers workers, TensorMemory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    /** What is done with a row. */
    @FunctionalInterface
    private interface RowOperation {
        void apply(int row, float[] logits);
    }

    /** @param logits of 32 bits: rows of classes in memory, be they a matrix's or a map's cells */
    CpuTensor softmax(CpuTensor logits) {
        Shapes.requireClasses(logits.shape());
        CpuTensor probabilities = memory.allocate(logits.shape());
        forEachRow(logits, (row, values) -> write(softmax(values), probabilities, row));
        return probabilities;
    }

    private void forEachRow(CpuTensor logits, RowOperation operation) {
        int classes = logits.shape().size(1);
        int rows = Shapes.requireClasses(logits.shape());
        int rowsATask = Math.max(1, NUMBERS_A_TASK / Math.max(1, classes));
        Numbers numbers = logits.numbers();
        workers.forEach(Math.ceilDiv(rows, rowsATask), task -> {
            int end = Math.min(rows, (task + 1) * rowsATask);
            for (int row = task * rowsATask; row < end; row++) {
                operation.apply(
                        row, Bfloats.read(numbers.memory(), numbers.precision(), (long) row * classes, classes));
            }
        });
    }

    private static void write(double[] values, CpuTensor target, int row) {
        float[] rounded = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            rounded[k] = (float) values[k];
        }
        Bfloats.write(rounded, target.memory(), target.precision(), (long) row * values.length);
    }

    private static double[] softmax(float[] logits) {
        double[] result = new double[logits.length];
        double greatest = greatest(logits);
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            result[k] = Math.exp(logits[k] - greatest);
            sum += result[k];
        }
        for (int k = 0; k < logits.length; k++) {
            result[k] /= sum;
        }
        return result;
    }

    private static double greatest(float[] logits) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        return greatest;
    }

    private static double logOfSumOfExponentials(float[] logits) {
        double greatest = greatest(logits);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        return greatest + Math.log(sum);
    }

    /** @param logits as in {@link #softmax} */
    LossGradient of(CpuTensor logits, int[] labels, double factor) {
        Shape shape = logits.shape();
        Shapes.requireLabels(shape, labels);
        CpuTensor gradient = memory.zeros(shape);
        double[] losses = new double[labels.length];
        forEachRow(logits, (row, values) -> {
            int label = labels[row];
            if (label >= 0) {
                losses[row] = logOfSumOfExponentials(values) - values[label];
                double[] slopes = softmax(values);
                slopes[label] -= 1;
                for (int k = 0; k < slopes.length; k++) {
                    slopes[k] *= factor;
                }
                write(slopes, gradient, row);
            }
        });
        double loss = 0;
        for (double one : losses) {
            loss += one;
        }
        return new LossGradient(factor * loss, gradient);
    }
}
