package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

import dev.roilab.tensor.UpdateOperations;
import java.util.List;

/** Parameters, which have 32 bits in every precision. */
final class Updates implements UpdateOperations {
    private final Arithmetic arithmetic;

    Updates(Workers workers, TensorMemory memory) {
        this.arithmetic = new Arithmetic(workers, memory);
    }

    @Override
    public void sgdSteps(List<SgdStep> steps, double momentum) {
        for (SgdStep step : steps) {
            arithmetic.sgdStep(own(step.parameter()), own(step.gradient()), own(step.velocity()), new double[] {
                step.rate(), momentum, step.decay()
            });
        }
    }
}
