package dev.roilab.run;

import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.nio.file.Path;

/** Hears everything and says nothing; a test that listens to one thing overrides it. */
public class SilentListener implements StudyListener {
    @Override
    public void studyStarted(StudyPlan plan, Path folder) {}

    @Override
    public void trialStarted(Trial trial, int number) {}

    @Override
    public void trialReused(Trial trial, int number) {}

    @Override
    public void trialEndedElsewhere(Trial trial, int number, Status status) {}

    @Override
    public void timingStarted(int arms) {}

    @Override
    public void timingFailed(String reason) {}

    @Override
    public void mended(String what) {}

    @Override
    public void waiting(int trials) {}

    @Override
    public void stepped(int step, int steps, String text) {}

    @Override
    public void trialFinished(Trial trial, int number, TrialResult result) {}
}
