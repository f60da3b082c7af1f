package dev.roilab.run.executor;

import dev.roilab.data.DataException;
import dev.roilab.proposal.TimedSearch;
import dev.roilab.result.TrialResult;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.train.DeterminismCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
         * @param text ready to be shown: first a word for what is done, such as {@code train}, then perhaps the losses
         * @throws InterruptedException if the trial is to stop here
         */
        void stepped(int step, int steps, String text) throws InterruptedException;

        /**
         * Called where a training came to an end, be it by what went wrong.
         *
         * @param points losses of the trial's trainings so far, one after the other
         */
        default void learned(List<TrialResult.LossPoint> points) {}
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

    /** What a trial has in common with others, each as it would be made or taken; empty where it shares nothing. */
    default List<SharedWork> shared(Trial trial) {
        return List.of();
    }

    /** Whether {@link #timed} can be asked for. */
    default boolean canTime(Trial trial) {
        return false;
    }

    /**
     * Makes a trial's system ready to be timed.
     *
     * @param folder of the trial, with its weights
     * @param images of the test split
     * @param untrained whether to use fresh weights, and as many findings as the settings let a test keep, in place of
     *     what was learned
     * @throws InterruptedException if the thread is asked to stop while proposals are searched for
     */
    default TimedArm timed(Trial trial, Path folder, int images, boolean untrained) throws InterruptedException {
        throw new UnsupportedOperationException("this executor has nothing to time");
    }

    /**
     * What finds the proposals of a trial's timed images: the same object for all trials with the same search, absent
     * for those without proposals.
     */
    default Optional<TimedSearch> search(Trial trial, int images) {
        return Optional.empty();
    }

    /** Writes anew into a folder what trials with these settings share and no trial's folder has. */
    default void share(TrialSettings settings, Path folder) {}

    /** Measures a few steps and images of a trial and says what all of it will take; absent if it cannot. */
    default Optional<Estimate> estimate(Trial trial) throws InterruptedException {
        return Optional.empty();
    }

    /** Trains a few steps of a trial twice and compares every operation; absent if there are none to compare. */
    default Optional<DeterminismCertificate> certify(Trial trial) throws InterruptedException {
        return Optional.empty();
    }
}
