package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

import dev.roilab.tensor.LossOperations;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Softmax and the losses, in double precision and in the order of the rows. */
final class Losses implements LossOperations {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final TensorMemory memory;
    private final Casts casts;
    private final BinaryCrossEntropy binary;

    Losses(Workers workers, TensorMemory memory, Casts casts) {
        this.memory = memory;
        this.casts = casts;
        this.binary = new BinaryCrossEntropy(workers, memory, casts);
    }

    @Override
    public Tensor softmax(Tensor logits) {
        try (var rows = casts.in(Precision.F32, own(logits))) {
            return softmax(rows.tensor());
        }
    }

    private CpuTensor softmax(CpuTensor logits) {
        Shapes.requireRank("logits", logits.shape(), 2);
        CpuTensor probabilities = memory.allocate(logits.shape());
        int classes = logits.shape().size(1);
        for (int row = 0; row < logits.shape().size(0); row++) {
            write(softmax(row(logits, row, classes)), probabilities, row);
        }
        return probabilities;
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

    @Override
    public LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor) {
        try (var rows = casts.in(Precision.F32, own(logits))) {
            return softmaxCrossEntropy(rows.tensor(), labels, factor);
        }
    }

    private LossGradient softmaxCrossEntropy(CpuTensor logits, int[] labels, double factor) {
        Shapes.requireLabels(logits.shape(), labels);
        int classes = logits.shape().size(1);
        CpuTensor gradient = memory.zeros(logits.shape());
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            int label = labels[row];
            if (label >= 0) {
                float[] values = row(logits, row, classes);
                loss += logOfSumOfExponentials(values) - values[label];
                double[] slopes = softmax(values);
                slopes[label] -= 1;
                for (int k = 0; k < classes; k++) {
                    slopes[k] *= factor;
                }
                write(slopes, gradient, row);
            }
        }
        return new LossGradient(factor * loss, gradient);
    }

    @Override
    public LossGradient regressionLoss(Tensor predictions, Tensor targets, Tensor weights, RegressionLoss loss) {
        try (var rows = casts.in(Precision.F32, own(predictions))) {
            return regression(rows.tensor(), own(targets), own(weights), loss);
        }
    }

    private LossGradient regression(CpuTensor predictions, CpuTensor targets, CpuTensor weights, RegressionLoss kind) {
        Shapes.requireEqual("regression targets", targets.shape(), predictions.shape());
        Shapes.requireEqual("regression weights", weights.shape(), predictions.shape());
        CpuTensor gradient = memory.allocate(predictions.shape());
        float[] found = stored(predictions);
        float[] wanted = stored(targets);
        float[] factors = stored(weights);
        float[] slopes = new float[found.length];
        double loss = 0;
        for (int index = 0; index < found.length; index++) {
            // A row without a weight has no target: whatever stands there must not reach the sum, not even as NaN.
            if (factors[index] != 0) {
                double difference = (double) found[index] - wanted[index];
                loss += factors[index] * penalty(kind, difference);
                slopes[index] = (float) (factors[index] * slope(kind, difference));
            }
        }
        MemorySegment.copy(slopes, 0, gradient.memory(), FLOAT, 0, slopes.length);
        return new LossGradient(loss, gradient);
    }

    @Override
    public LossGradient binaryCrossEntropy(Tensor logits, Tensor targets, Tensor weights) {
        return binary.of(own(logits), own(targets), own(weights));
    }

    /** All numbers in the order in which they lie in memory. */
    private static float[] stored(CpuTensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.elements())];
        MemorySegment.copy(tensor.memory(), FLOAT, 0, values, 0, values.length);
        return values;
    }

    private static double penalty(RegressionLoss kind, double difference) {
        double size = Math.abs(difference);
        return switch (kind) {
            case RegressionLoss.L2() -> difference * difference / 2;
            case RegressionLoss.L1() -> size;
            case RegressionLoss.SmoothL1(double beta) ->
                size < beta ? difference * difference / (2 * beta) : size - beta / 2;
        };
    }

    private static double slope(RegressionLoss kind, double difference) {
        return switch (kind) {
            case RegressionLoss.L2() -> difference;
            case RegressionLoss.L1() -> Math.signum(difference);
            case RegressionLoss.SmoothL1(double beta) ->
                Math.abs(difference) < beta ? difference / beta : Math.signum(difference);
        };
    }

    private static float[] row(CpuTensor matrix, int row, int columns) {
        float[] values = new float[columns];
        MemorySegment.copy(matrix.memory(), FLOAT, (long) row * columns * Float.BYTES, values, 0, columns);
        return values;
    }

    private static void write(double[] values, CpuTensor matrix, int row) {
        for (int k = 0; k < values.length; k++) {
            matrix.memory().setAtIndex(FLOAT, (long) row * values.length + k, (float) values[k]);
        }
    }
}
