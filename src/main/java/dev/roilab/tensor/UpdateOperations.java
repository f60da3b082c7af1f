package dev.roilab.tensor;

import java.util.List;

/** What a step of a training changes in place. */
public interface UpdateOperations extends OperationGroup {
    /** One step of momentum SGD for each of some parameters: on a GPU one kernel for all, not one for each. */
    void sgdSteps(List<SgdStep> steps, double momentum);

    /** {@link #sgdSteps} of one parameter. */
    default void sgdStep(
            Tensor parameter, Tensor gradient, Tensor velocity, double rate, double momentum, double decay) {
        sgdSteps(List.of(new SgdStep(parameter, gradient, velocity, rate, decay)), momentum);
    }

    /**
     * What a step does to one parameter, in place: {@code v = momentum * v + gradient + decay * parameter; parameter -=
     * rate * v}; all of one shape.
     */
    record SgdStep(Tensor parameter, Tensor gradient, Tensor velocity, double rate, double decay) {}
}
