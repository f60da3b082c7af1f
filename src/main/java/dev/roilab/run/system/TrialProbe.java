package dev.roilab.run.system;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.Rehearsal;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.nn.RandomStreams;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.run.executor.Estimate;
import dev.roilab.statistics.Quantile;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DeterminismCertificate;
import dev.roilab.train.DivergedException;
import dev.roilab.train.InitialWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** A few steps of a trial on a few of its images: what it will take, and whether it repeats to the bit. */
final class TrialProbe {
    private static final int TRAIN_IMAGES = 8;
    private static final int TEST_IMAGES = 3;

    /** The first steps make kernels and are interpreted; those after them are counted. */
    private static final Repetition UNCOUNTED = new Repetition(2, 1.5);

    private static final Repetition COUNTED = new Repetition(3, 0.5);

    /** Enough to pass every operation once with moved weights. */
    private static final int CERTIFIED_STEPS = 3;

    /** Systems in stages compute the features of all windows of every one. */
    private static final int CERTIFIED_IMAGES = 2;

    private final Trial trial;
    private final Dataset<TrueObjects> whole;
    private final Path cache;
    private final int threads;

    TrialProbe(Trial trial, Dataset<TrueObjects> whole, Path cache, int threads) {
        this.trial = trial;
        this.whole = whole;
        this.cache = cache;
        this.threads = threads;
    }

    private Proposals proposals(Dataset<TrueObjects> data) throws InterruptedException {
        TrialSettings settings = trial.settings();
        Optional<ProposalSettings> searched = Recipes.of(settings.model()).proposals(settings.model());
        if (searched.isEmpty()) {
            return _ -> List.of();
        }
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        return new ProposalSearch(searched.get(), cache, threads).of(samples, _ -> {});
    }

    private Engine engine() {
        return Engines.create(
                trial.settings().engine(),
                trial.settings().device(),
                threads,
                trial.settings().train().precision());
    }

    private int mostDetections() {
        ModelSettings model = trial.settings().model();
        return Recipes.of(model).mostDetections(model);
    }

    /** @param start of the system that is measured */
    Estimate estimate(Function<SystemParts, Rehearsal> start) throws InterruptedException {
        Dataset<TrueObjects> few = whole.first(TRAIN_IMAGES, TEST_IMAGES);
        Proposals found = proposals(few);
        double proposalSeconds = Stream.concat(few.train().stream(), few.test().stream())
                .mapToDouble(sample -> found.searchSeconds(sample).orElse(0))
                .average()
                .orElse(0);
        try (Engine engine = engine()) {
            Rehearsal rehearsal = start.apply(
                    parts(engine, few, found, trial.settings().train(), Optional.of(new FixedBoxes(mostDetections()))));
            double stepSeconds = medianSeconds(rehearsal::step);
            List<Sample<TrueObjects>> pictures = few.test();
            double imageSeconds = medianSeconds(image -> rehearsal.test(pictures.get(image % pictures.size())));
            int images = whole.train().size() + whole.test().size();
            return new Estimate(
                    proposalSeconds * images / threads,
                    stepSeconds * trial.settings().train().steps(),
                    imageSeconds * whole.test().size(),
                    engine.memory().peakBytes() >> 20);
        }
    }

    /**
     * How often something is done.
     *
     * @param times at least
     * @param seconds at least, unless it is done very often
     */
    private record Repetition(int times, double seconds) {
        private static final int MOST = 100;

        List<Double> of(IntConsumer work, int first) {
            List<Double> taken = new ArrayList<>();
            double sum = 0;
            while (taken.size() < times || (sum < seconds && taken.size() < MOST)) {
                long start = System.nanoTime();
                work.accept(first + taken.size());
                taken.add((System.nanoTime() - start) / 1e9);
                sum += taken.getLast();
            }
            return taken;
        }
    }

    /** Of one time, once it is as fast as it will be. */
    private static double medianSeconds(IntConsumer work) {
        int done = UNCOUNTED.of(work, 0).size();
        return Quantile.of(COUNTED.of(work, done), 0.5);
    }

    /** Of the network that learns by gradient descent, and of all that follows it in a training in stages. */
    DeterminismCertificate certify() throws InterruptedException {
        TrialSettings settings = trial.settings();
        Dataset<TrueObjects> data = whole.first(CERTIFIED_IMAGES, TEST_IMAGES);
        Proposals found = proposals(data);
        TrainSettings train =
                settings.train().tuning(CERTIFIED_STEPS, settings.train().rate());
        Recipe<ModelSettings, ?> recipe = Recipes.of(settings.model());
        return DeterminismCertificate.of(CERTIFIED_STEPS, trace -> {
            try (Engine engine = trace.around(engine())) {
                var parts = parts(engine, data, found, train, Optional.empty());
                recipe.create(parts, recipe.beforeTraining(settings.model()))
                        .train((_, _, _) -> {}, Checkpoints.none());
            } catch (DivergedException _) {
                // What was computed up to there is in the trace, and is compared.
            }
        });
    }

    private SystemParts parts(
            Engine engine,
            Dataset<TrueObjects> data,
            Proposals found,
            TrainSettings train,
            Optional<FixedBoxes> fixedBoxes) {
        TrialSettings settings = trial.settings();
        return new SystemParts(
                engine,
                data,
                found,
                new ImageScales(settings.data(), 0),
                train,
                settings.test(),
                new RandomStreams(trial.seed()),
                new StageTimer(engine::synchronize),
                cache.resolve("features"),
                InitialWeights.NONE,
                fixedBoxes);
    }
}
