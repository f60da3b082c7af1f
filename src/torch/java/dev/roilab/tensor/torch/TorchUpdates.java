package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.Tensor;
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
    public void moveTowards(Tensor average, Tensor statistic, double part, double factor) {
        Shapes.requireEqual("statistic of a running average", statistic.shape(), average.shape());
        ownOperators.moveTowards(own(average), own(statistic), part, factor);
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
