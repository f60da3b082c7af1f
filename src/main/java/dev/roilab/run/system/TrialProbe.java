package dev.roilab.run.system;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.nn.RandomStreams;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DeterminismCertificate;
import dev.roilab.train.DivergedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A few images of a trial, and whether a training on them repeats to the bit. */
final class TrialProbe {
    private static final int TEST_IMAGES = 3;

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

    TrialSettings settings() {
        return trial.settings();
    }

    Dataset<TrueObjects> whole() {
        return whole;
    }

    int threads() {
        return threads;
    }

    /** The first images of both splits. */
    Dataset<TrueObjects> first(int trainImages) {
        return whole.first(trainImages, TEST_IMAGES);
    }

    Proposals proposals(Dataset<TrueObjects> data) throws InterruptedException {
        TrialSettings settings = trial.settings();
        Optional<ProposalSettings> searched = Recipes.of(settings.model()).proposals(settings.model());
        if (searched.isEmpty()) {
            return _ -> List.of();
        }
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        return new ProposalSearch(searched.get(), cache, threads).of(samples, _ -> {});
    }

    Engine engine() {
        return Engines.create(
                trial.settings().engine(),
                trial.settings().device(),
                threads,
                trial.settings().train().precision());
    }

    /** Of the network that learns by gradient descent, and of all that follows it in a training in stages. */
    DeterminismCertificate certify() throws InterruptedException {
        TrialSettings settings = trial.settings();
        Dataset<TrueObjects> data = first(CERTIFIED_IMAGES);
        Proposals found = proposals(data);
        TrainSettings train =
                settings.train().tuning(CERTIFIED_STEPS, settings.train().rate());
        Recipe<ModelSettings, ?> recipe = Recipes.of(settings.model());
        return DeterminismCertificate.of(CERTIFIED_STEPS, trace -> {
            try (Engine engine = trace.around(engine())) {
                var parts = parts(engine, data, found, train, false);
                recipe.create(parts, recipe.beforeTraining(settings.model()))
                        .train((_, _, _) -> {}, Checkpoints.none());
            } catch (DivergedException _) {
                // What was computed up to there is in the trace, and is compared.
            }
        });
    }

    SystemParts parts(
            Engine engine, Dataset<TrueObjects> data, Proposals found, TrainSettings train, boolean untrained) {
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
                untrained);
    }
}
