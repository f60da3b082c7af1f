package dev.roilab.experiment;

import dev.roilab.data.DataException;

/** Trains and tests. */
public interface TrialExecutor {
    /** Hears of a trial's progress. */
    @FunctionalInterface
    interface Progress {
        /**
         * Called after each step.
         *
         * @param step counted from 1
         * @param steps of the whole training
         * @param text the losses, ready to be shown
         * @throws InterruptedException if the trial is to stop here
         */
        void stepped(int step, int steps, String text) throws InterruptedException;
    }

    /**
     * Looks at what a trial would read; cheap enough to be asked for every trial of a study before the first starts.
     *
     * @throws DataException with everything that is wrong with it
     */
    TrialInputs inputs(TrialSettings settings);

    /**
     * Runs one trial. Throws what goes wrong; the study tells a divergence, bad data and too little memory apart by the
     * exception's type.
     *
     * @param run the trial's folder, for checkpoints and pictures; what is there under other names is left alone
     * @return the result with status ok; of its provenance, what only the executor knows
     * @throws InterruptedException if the trial was asked to stop; what it had done is in a checkpoint
     */
    TrialResult execute(Trial trial, TrialRun run, Progress progress) throws InterruptedException;
}
