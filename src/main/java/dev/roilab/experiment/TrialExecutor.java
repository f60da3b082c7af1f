package dev.roilab.experiment;

import dev.roilab.data.DataException;
import java.nio.file.Path;

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
         */
        void stepped(int step, int steps, String text);
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
     * @param folder the trial's own, for pictures; what is there under other names is left alone
     * @return the result with status ok; of its provenance, what only the executor knows
     * @throws InterruptedException if the thread was asked to stop
     */
    TrialResult execute(Trial trial, Path folder, Progress progress) throws InterruptedException;
}
