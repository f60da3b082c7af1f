package dev.roilab.tensor.cpu;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Precision;

/**
 * The binary cross entropy of logits, in double precision. Each task sums its own numbers; the sums are added in the
 * order of the tasks, so that the threads do not show.
 */
final class BinaryCrossEntropy {
    /** Some 100 microseconds of exponentials. */
    private static final int NUMBERS_A_TASK = 4096;

    private final Workers workers;
    private final TensorMemory memory;
    private final Casts casts;

    BinaryCrossEntropy(Workers workers, TensorMemory memory, Casts casts) {
        this.workers = workers;
        this.memory = memory;
        this.casts = casts;
    }

    LossGradient of(CpuTensor logits, CpuTensor targets, CpuTensor weights) {
        Shapes.requireEqual("targets of a binary cross entropy", targets.shape(), logits.shape());
        Shapes.requireEqual("weights of a binary cross entropy", weights.shape(), logits.shape());
        CpuTensor gradient = memory.allocate(logits.shape());
        double[] sums = new double[Math.toIntExact(Math.ceilDiv(logits.elements(), NUMBERS_A_TASK))];
        try (var x = casts.in(Precision.F32, logits);
                var t = casts.in(Precision.F32, targets);
                var w = casts.in(Precision.F32, weights)) {
            var call = new Call(
                    x.tensor().numbers(), t.tensor().numbers(), w.tensor().numbers(), gradient.numbers());
            workers.forEach(sums.length, task -> {
                long first = (long) task * NUMBERS_A_TASK;
                sums[task] = call.part(first, (int) Math.min(NUMBERS_A_TASK, logits.elements() - first));
            });
        }
        double loss = 0;
        for (double sum : sums) {
            loss += sum;
        }
        return new LossGradient(loss, gradient);
    }

    private record Call(Numbers logits, Numbers targets, Numbers weights, Numbers gradient) {
        /** Writes the gradient of the numbers [first, first + count) and returns their loss. */
        double part(long first, int count) {
            float[] x = Bfloats.read(logits.memory(), logits.precision(), first, count);
            float[] t = Bfloats.read(targets.memory(), targets.precision(), first, count);
            float[] w = Bfloats.read(weights.memory(), weights.precision(), first, count);
            float[] slopes = new float[count];
            double loss = 0;
            for (int i = 0; i < count; i++) {
                // What has no weight is ignored: whatever stands there must not reach the sum, not even as NaN.
                if (w[i] != 0) {
                    double exponential = Math.exp(-Math.abs((double) x[i]));
                    loss += w[i] * (Math.max(x[i], 0) - (double) x[i] * t[i] + Math.log1p(exponential));
                    slopes[i] = (float) (w[i] * (sigmoid(x[i], exponential) - t[i]));
                }
            }
            Bfloats.write(slopes, gradient.memory(), gradient.precision(), first);
            return loss;
        }

        /** @param exponential of {@code -|x|}, which cannot overflow */
        private static double sigmoid(float x, double exponential) {
            return (x > 0 ? 1 : exponential) / (1 + exponential);
        }
    }
}
