package dev.roilab.run.system;

import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Sample;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.proposal.Proposals;
import dev.roilab.run.executor.Estimate;
import dev.roilab.statistics.Quantile;
import dev.roilab.task.Learner;
import dev.roilab.tensor.Engine;
import dev.roilab.train.Checkpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a trial will take: its whole training, whatever its stages are, with few steps on few images, and the test of a
 * few. Steps are many times as many in the real one, and what is done around them goes with the number of images.
 */
final class TrialRehearsal {
    /** Of systems that look at an image for long, fewer. */
    private static final int IMAGES = 8;

    private static final int FEWEST_IMAGES = 2;

    private static final int FEWEST_STEPS = 4;
    private static final int MOST_STEPS = 100;

    /** The first trainings make kernels and are interpreted; what follows them is counted. */
    private static final double UNCOUNTED_SECONDS = 1.5;

    /** Beside so much work, making kernels is little. */
    private static final double LONG_SECONDS = 10;

    private static final double COUNTED_SECONDS = 0.5;

    /** Changes weights by nothing that could end in a divergence. */
    private static final double RATE = 1e-9;

    private final TrialProbe probe;
    private final Recipe<ModelSettings, ?> recipe;
    private final ModelSettings model;

    TrialRehearsal(TrialProbe probe) {
        this.probe = probe;
        this.recipe = Recipes.of(probe.settings().model());
        this.model = recipe.rehearsed(probe.settings().model());
    }

    /** @throws dev.roilab.data.DataException if there is nothing to learn from in the first images */
    Estimate estimate() throws InterruptedException {
        // Once: what was searched for is in the cache from then on.
        Proposals found = probe.proposals(probe.first(IMAGES));
        Dataset<TrueObjects> few = probe.first(FEWEST_IMAGES);
        double begun = seconds();
        int steps = FEWEST_STEPS;
        Measured measured = measure(few, found, steps);
        while (seconds() - begun < UNCOUNTED_SECONDS) {
            steps = Math.min(2 * steps, MOST_STEPS);
            measured = measure(few, found, steps);
        }
        if (seconds() - begun > LONG_SECONDS) {
            return measured.estimate();
        }
        boolean quick = measured.around() < COUNTED_SECONDS;
        double pace = Math.max(measured.step(), 1e-6);
        int counted = (int) Math.clamp(COUNTED_SECONDS / pace, FEWEST_STEPS, MOST_STEPS);
        return measure(probe.first(quick ? IMAGES : FEWEST_IMAGES), found, counted)
                .estimate();
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }

    /**
     * One rehearsal.
     *
     * @param step seconds of the first training's
     * @param around seconds of all but the steps
     * @param estimate what it says of the whole
     */
    private record Measured(double step, double around, Estimate estimate) {}

    private Measured measure(Dataset<TrueObjects> few, Proposals found, int steps) throws InterruptedException {
        TrainSettings train = probe.settings().train();
        try (Engine engine = probe.engine()) {
            SystemParts parts = probe.parts(engine, few, found, train.tuning(steps, RATE), true);
            Learner<?> system = recipe.create(parts, model);
            var pace = new TrainingPace();
            system.train(pace, Checkpoints.none());
            engine.synchronize();
            pace.ended();
            double test = medianTest(system, few.test());
            Dataset<TrueObjects> whole = probe.whole();
            List<Integer> trainings = recipe.trainings(probe.settings().model(), train);
            double trained = pace.around() * whole.train().size() / few.train().size();
            for (int i = 0; i < trainings.size(); i++) {
                trained += pace.step(i) * trainings.get(i);
            }
            int images = whole.train().size() + whole.test().size();
            var estimate = new Estimate(
                    searched(probe.first(IMAGES), found) * images / probe.threads(),
                    trained,
                    test * whole.test().size(),
                    engine.memory().peakBytes() >> 20);
            return new Measured(pace.step(0), pace.around(), estimate);
        }
    }

    private static double medianTest(Learner<?> system, List<? extends Sample<?>> samples) {
        // The first makes the kernels.
        system.predict(samples.getFirst());
        List<Double> taken = new ArrayList<>();
        for (Sample<?> sample : samples) {
            double start = seconds();
            system.predict(sample);
            taken.add(seconds() - start);
        }
        return Quantile.of(taken, 0.5);
    }

    /** Seconds of an image's search. */
    private static double searched(Dataset<TrueObjects> few, Proposals found) {
        return Stream.concat(few.train().stream(), few.test().stream())
                .mapToDouble(sample -> found.searchSeconds(sample).orElse(0))
                .average()
                .orElse(0);
    }
}
