package dev.roilab.run.system;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
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

    private static final int MORE_IMAGES = 5;
    private static final int FEWEST_IMAGES = 2;

    private static final int FEWEST_STEPS = 4;
    private static final int MOST_STEPS = 100;

    /** The first trainings make kernels and are interpreted; what follows them is counted. */
    private static final double UNCOUNTED_SECONDS = 1.5;

    /** Steps become several times as fast while they are compiled; so long their pace may still grow uncounted. */
    private static final double GROWING_SECONDS = 8;

    /** Less of a gain from one training to the next is none. */
    private static final double GROWTH = 1.15;

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
        double begun = seconds();
        int steps = FEWEST_STEPS;
        Measured few = measure(FEWEST_IMAGES, found, steps);
        double before = Double.POSITIVE_INFINITY;
        while (seconds() - begun < UNCOUNTED_SECONDS
                || (before > GROWTH * few.pace().step(0) && seconds() - begun < GROWING_SECONDS)) {
            steps = Math.min(2 * steps, MOST_STEPS);
            before = few.pace().step(0);
            few = measure(FEWEST_IMAGES, found, steps);
        }
        if (seconds() - begun > LONG_SECONDS) {
            return estimate(found, few, few.around() / few.images());
        }
        double pace = Math.max(few.pace().step(0), 1e-6);
        int counted = (int) Math.clamp(COUNTED_SECONDS / pace, FEWEST_STEPS, MOST_STEPS);
        few = measure(FEWEST_IMAGES, found, counted);
        // Twice, as much of it is the same for any number of images.
        Measured more = measure(few.around() < COUNTED_SECONDS ? IMAGES : MORE_IMAGES, found, counted);
        int further = Math.max(1, more.images() - few.images());
        return estimate(found, more, Math.max(0, more.around() - few.around()) / further);
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }

    /**
     * One rehearsal.
     *
     * @param images that it trained on
     * @param test seconds of an image, with what is measured of it afterwards
     */
    private record Measured(int images, TrainingPace pace, double test, long memoryMegabytes) {
        /** Seconds of all but the steps. */
        double around() {
            return pace.around();
        }
    }

    private Measured measure(int images, Proposals found, int steps) throws InterruptedException {
        Dataset<TrueObjects> few = probe.first(images);
        try (Engine engine = probe.engine()) {
            TrainSettings train = probe.settings().train().tuning(steps, RATE);
            Learner<?> system = recipe.create(probe.parts(engine, few, found, train, true), model);
            var pace = new TrainingPace();
            system.train(pace, Checkpoints.none());
            engine.synchronize();
            pace.ended();
            double test = medianTest(system, few.test())
                    + afterTest(system) / few.test().size();
            return new Measured(few.train().size(), pace, test, engine.memory().peakBytes() >> 20);
        }
    }

    /** @param image seconds that a training image takes beside the steps */
    private Estimate estimate(Proposals found, Measured measured, double image) {
        Dataset<TrueObjects> whole = probe.whole();
        double trained = measured.around() + image * (whole.train().size() - measured.images());
        List<Integer> trainings =
                recipe.trainings(probe.settings().model(), probe.settings().train());
        for (int i = 0; i < trainings.size(); i++) {
            trained += measured.pace().step(i) * trainings.get(i);
        }
        int images = whole.train().size() + whole.test().size();
        return new Estimate(
                searched(probe.first(IMAGES), found) * images / probe.threads(),
                trained,
                measured.test() * (whole.test().size() + alongTraining(whole)),
                measured.memoryMegabytes());
    }

    /** Pictures that are looked at along the training. */
    private long alongTraining(Dataset<TrueObjects> whole) {
        return probe.settings()
                .train()
                .learningCurve()
                .map(curve -> (long) curve.points()
                        * (Math.min(curve.images(), whole.train().size())
                                + Math.min(curve.images(), whole.test().size())))
                .orElse(0L);
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

    /** Seconds of what it measures of itself on all images of the test. */
    private static double afterTest(Learner<?> system) throws InterruptedException {
        double start = seconds();
        system.evaluation((_, _) -> {});
        return seconds() - start;
    }

    /** Seconds of an image's search. */
    private static double searched(Dataset<TrueObjects> few, Proposals found) {
        return Stream.concat(few.train().stream(), few.test().stream())
                .mapToDouble(sample -> found.searchSeconds(sample).orElse(0))
                .average()
                .orElse(0);
    }
}
