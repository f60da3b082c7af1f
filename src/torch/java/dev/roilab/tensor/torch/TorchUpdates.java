package dev.roilab.tensor.torch;

import dev.roilab.tensor.UpdateOperations;
import dev.roilab.tensor.cpu.Shapes;
import java.util.List;

/** What steps change in place, in the device's own kernels. */
final class TorchUpdates implements UpdateOperations {
    private final OwnOperators ownOperators;

    TorchUpdates(OwnOperators ownOperators) {
        this.ownOperators = ownOperators;
    }

    @Override
    public void sgdSteps(List<SgdStep> steps, double momentum) {
        for (SgdStep step : steps) {
            Shapes.requireEqual(
                    "gradient of a parameter",
                    step.gradient().shape(),
                    step.parameter().shape());
            Shapes.requireEqual(
                    "velocity of a parameter",
                    step.velocity().shape(),
                    step.parameter().shape());
        }
        ownOperators.sgdSteps(steps, momentum);
    }
}
