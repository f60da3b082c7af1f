package dev.roilab.train;

/** Hears of a training's progress. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * Called after each step.
     *
     * @param step counted from 1
     * @param steps of the whole training
     * @param classification this step's classification loss
     * @param box this step's weighted box loss
     * @throws InterruptedException if the training is to stop here; a checkpoint is written first
     */
    void stepped(int step, int steps, double classification, double box) throws InterruptedException;
}
