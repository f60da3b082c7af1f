package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

import dev.roilab.tensor.LossOperations;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Softmax and the losses, in double precision. */
final class Losses implements LossOperations {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final TensorMemory memory;
    private final Casts casts;
    private final CrossEntropy classes;
    private final BinaryCrossEntropy binary;

    Losses(Workers workers, TensorMemory memory, Casts casts) {
        this.memory = memory;
        this.casts = casts;
        this.classes = new CrossEntropy(workers, memory);
        this.binary = new BinaryCrossEntropy(workers, memory, casts);
    }

    @Override
    public Tensor softmax(Tensor logits) {
        try (var rows = casts.in(Precision.F32, own(logits))) {
            return classes.softmax(rows.tensor());
        }
    }

    @Override
    public LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor) {
        try (var rows = casts.in(Precision.F32, own(logits))) {
            return classes.of(rows.tensor(), labels, factor);
        }
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
}
