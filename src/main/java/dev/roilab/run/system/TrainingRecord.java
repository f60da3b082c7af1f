package dev.roilab.run.system;

import dev.roilab.nn.Losses;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.train.TrainingCurve;
import dev.roilab.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/** Tells a trial's progress, and keeps the losses of its trainings for the case that one of them fails. */
final class TrainingRecord implements TrainingListener {
    private final TrialExecutor.Progress progress;
    private final List<LossPoint> points = new ArrayList<>();

    TrainingRecord(TrialExecutor.Progress progress) {
        this.progress = progress;
    }

    @Override
    public void stepped(int step, int steps, Losses losses) throws InterruptedException {
        progress.stepped(step, steps, ("train " + losses.text()).strip());
    }

    @Override
    public void ended(TrainingCurve curve) {
        int before = points.isEmpty() ? 0 : points.getLast().step();
        for (TrainingCurve.Point point : curve.pointsSoFar()) {
            points.add(LossPoint.of(new TrainingCurve.Point(before + point.step(), point.losses(), point.rate())));
        }
        progress.learned(List.copyOf(points));
    }
}
