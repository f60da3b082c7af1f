package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.UpdateOperations;
import java.util.List;

/** Parameters and running averages, which have 32 bits in every precision. */
final class Updates implements UpdateOperations {
    private final Arithmetic arithmetic;
    private final Casts casts;

    Updates(Workers workers, TensorMemory memory, Casts casts) {
        this.arithmetic = new Arithmetic(workers, memory);
        this.casts = casts;
    }

    @Override
    public void sgdSteps(List<SgdStep> steps, double momentum) {
        for (SgdStep step : steps) {
            arithmetic.sgdStep(own(step.parameter()), own(step.gradient()), own(step.velocity()), new double[] {
                step.rate(), momentum, step.decay()
            });
        }
    }

    @Override
    public void moveTowards(Tensor average, Tensor statistic, double part, double factor) {
        try (var numbers = casts.in(Precision.F32, own(statistic))) {
            arithmetic.moveTowards(own(average), numbers.tensor(), 1 - part, part * factor);
        }
    }
}
