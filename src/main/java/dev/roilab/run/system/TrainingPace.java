package dev.roilab.run.system;

import dev.roilab.nn.Losses;
import dev.roilab.statistics.Quantile;
import dev.roilab.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/** The clock of a short training: how long its steps take, and all that is done around them. */
final class TrainingPace implements TrainingListener {
    /** Of each training by gradient descent, between one step and the next. */
    private final List<List<Double>> steps = new ArrayList<>();

    /** Up to the first step of each, that step counted, and after the last. */
    private final List<Double> around = new ArrayList<>();

    private long last = System.nanoTime();

    @Override
    public void stepped(int step, int count, Losses losses) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the estimate was stopped");
        }
        if (step == 1) {
            steps.add(new ArrayList<>());
            around.add(lap());
        } else {
            steps.getLast().add(lap());
        }
    }

    /** To be called when all of the training is done. */
    void ended() {
        around.add(lap());
    }

    private double lap() {
        long now = System.nanoTime();
        double seconds = (now - last) / 1e9;
        last = now;
        return seconds;
    }

    /** Of one step of a training, the last for those that were not there. */
    double step(int training) {
        if (steps.isEmpty()) {
            return 0;
        }
        return Quantile.of(steps.get(Math.min(training, steps.size() - 1)), 0.5);
    }

    /** Seconds of all but the steps. */
    double around() {
        double firstSteps = 0;
        for (int i = 0; i < steps.size(); i++) {
            firstSteps += step(i);
        }
        return Math.max(0, around.stream().mapToDouble(seconds -> seconds).sum() - firstSteps);
    }
}
