package dev.roilab.run;

import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.nio.file.Path;

/** Hears of a study's progress. */
public interface StudyListener extends TrialExecutor.Progress {
    /**
     * Before the first trial.
     *
     * @param folder of the results
     */
    void studyStarted(StudyPlan plan, Path folder);

    /**
     * A trial begins.
     *
     * @param number counted from 1, over all trials of the plan
     */
    void trialStarted(Trial trial, int number);

    /**
     * A trial that was stopped begins again, from its checkpoint.
     *
     * @param number as above
     * @param done steps of its training that are kept
     */
    default void trialGoesOn(Trial trial, int number, int done) {
        trialStarted(trial, number);
    }

    /** A trial has a result that still holds. */
    void trialReused(Trial trial, int number);

    /** Another process has ended a trial, well or not, since this run began. */
    void trialEndedElsewhere(Trial trial, int number, Status status);

    /** All trials have ended; the arms are timed beside each other. */
    void timingStarted(int arms);

    /** The arms could not be timed; their other results stand. */
    void timingFailed(String reason);

    /**
     * A file that trials share was not what was written, and is again.
     *
     * @param what the file and what was wrong with it
     */
    void mended(String what);

    /** All that is left to do is done by other processes; called once a second while this one waits. */
    void waiting(int trials);

    @Override
    void stepped(int step, int steps, String text);

    /** A trial has ended, well or not. */
    void trialFinished(Trial trial, int number, TrialResult result);
}
