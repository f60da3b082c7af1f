package dev.roilab.train;

import dev.roilab.nn.Losses;

/** Hears of a training's progress. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * Called after each step.
     *
     * @param step counted from 1
     * @param steps of the whole training
     * @param losses of this step, or of the last one before it that had regions
     * @throws InterruptedException if the training is to stop here; a checkpoint is written first
     */
    void stepped(int step, int steps, Losses losses) throws InterruptedException;

    /** Called with the losses of a training that came to an end, be it by what went wrong. */
    default void ended(TrainingCurve curve) {}
}
