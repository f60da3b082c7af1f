package dev.roilab.run.system;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.SystemParts;
import dev.roilab.model.Recipes;
import dev.roilab.nn.Safetensors;
import dev.roilab.run.executor.TimedArm;
import dev.roilab.study.Trial;
import dev.roilab.task.Learner;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import java.nio.file.Path;
import java.util.List;

/** Any system, to be timed: with the weights that its trial learned, or untrained. */
final class TimedSystem implements TimedArm {
    /** A sliding window takes seconds an image, and has made all its kernels after the first. */
    private static final double LONGEST_WARM_UP_SECONDS = 3;

    private final SystemParts parts;
    private final Learner<?> system;
    private final List<Sample<TrueObjects>> samples;

    private TimedSystem(SystemParts parts, Trial trial, List<Sample<TrueObjects>> samples) {
        this.parts = parts;
        this.samples = samples;
        this.system = Recipes.of(trial.settings().model())
                .create(parts, trial.settings().model());
        WaitingTimer.require(parts.engine());
    }

    /**
     * Takes the engine over: closing this closes it.
     *
     * @param parts whose timer waits for the engine
     * @param folder of the trial
     */
    static TimedSystem trained(SystemParts parts, Trial trial, List<Sample<TrueObjects>> samples, Path folder) {
        var made = new TimedSystem(parts, trial, samples);
        made.system.restore(Safetensors.open(Checkpoints.detector(folder)));
        return made;
    }

    /**
     * Takes the engine over: closing this closes it.
     *
     * @param parts whose timer waits for the engine
     */
    static TimedSystem untrained(SystemParts parts, Trial trial, List<Sample<TrueObjects>> samples) {
        return new TimedSystem(parts.withoutTraining(), trial, samples);
    }

    @Override
    public void warmUp() {
        long start = System.nanoTime();
        for (Sample<TrueObjects> sample : samples) {
            if ((System.nanoTime() - start) / 1e9 > LONGEST_WARM_UP_SECONDS) {
                break;
            }
            system.predict(sample);
        }
        parts.timer().clear();
    }

    @Override
    public StageTimer round() {
        samples.forEach(system::predict);
        return parts.timer();
    }

    @Override
    public void close() {
        parts.engine().close();
    }
}
