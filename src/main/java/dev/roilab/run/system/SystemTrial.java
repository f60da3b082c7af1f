package dev.roilab.run.system;

import dev.roilab.data.Annotation;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.LearningCurveSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.NetworkCost;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.file.JsonFile;
import dev.roilab.model.Recipes;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.run.artefact.Artefact;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.statistics.Quantile;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialMeasures;
import dev.roilab.task.Evaluation;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.tensor.CountedEngine;
import dev.roilab.timing.MachineLoad;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import dev.roilab.train.WeightDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** One system from its initial weights, or its last checkpoint, to its result. */
final class SystemTrial<P> {
    private final SystemParts parts;
    private final Trial trial;
    private final Recipe<ModelSettings, P> recipe;
    private final Learner<P> system;
    private final CountedEngine engine;

    private SystemTrial(SystemParts parts, CountedEngine engine, Trial trial, Recipe<ModelSettings, P> recipe) {
        this.parts = parts;
        this.engine = engine;
        this.trial = trial;
        this.recipe = recipe;
        this.system = recipe.create(parts, trial.settings().model());
    }

    /** @param engine of the parts */
    static SystemTrial<?> of(SystemParts parts, CountedEngine engine, Trial trial) {
        return of(parts, engine, trial, Recipes.of(trial.settings().model()));
    }

    private static <P> SystemTrial<P> of(
            SystemParts parts, CountedEngine engine, Trial trial, Recipe<ModelSettings, P> recipe) {
        return new SystemTrial<>(parts, engine, trial, recipe);
    }

    /** @param training of which other trials may have made, or will need, what is in its folder */
    TrialResult run(TrialRun run, Artefact training, TrialExecutor.Progress progress) throws InterruptedException {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        Optional<LearningCurve<?, P>> curve =
                trial.settings().train().learningCurve().map(settings -> curve(settings, run, training, progress));
        TrainingListener listener =
                curve.<TrainingListener>map(tested -> tested).orElseGet(() -> new TrainingRecord(progress));
        TrainingOutcome outcome = train(run, training, listener, facts);
        Safetensors.write(Checkpoints.detector(run.folder()), NamedTensors.of(system.weights()), new TreeMap<>());
        TestedSystem<?, P> test =
                TestedSystem.run(recipe.task(trial.settings().model()), system, parts, engine, progress);
        Evaluation own = system.evaluation((images, of) -> progress.stepped(images, of, "proposals"));
        facts.putAll(system.facts());
        if (recipe.proposals(trial.settings().model()).isPresent()) {
            facts.put(TrialResult.PROPOSALS_FACT, "not timed while testing");
            withoutRegions().ifPresent(count -> facts.put(TrialResult.TESTED_WITHOUT_REGIONS, count));
        }
        facts.put(TrialResult.digestFact(TrialResult.WEIGHTS), WeightDigest.of(NamedTensors.of(system.weights())));
        facts.putAll(test.keep(run.folder()));
        if (outcome.skipped() > 0) {
            facts.put(TrialResult.STEPS_WITHOUT_REGIONS, Integer.toString(outcome.skipped()));
        }
        if (outcome.resumedAt() > 0 && !training.isFinished()) {
            facts.put("resumed_after_step", Integer.toString(outcome.resumedAt()));
        }
        system.documents().forEach((name, document) -> write(run.folder().resolve(name), document));
        Evaluation cost = NetworkCost.of(system.weights(), test.multiplyAdds()).evaluation();
        Evaluation along = new Evaluation(
                new LinkedHashMap<>(),
                List.of(),
                curve.map(LearningCurve::curves).orElse(List.of()));
        return result(test.evaluation().and(own).and(along).and(cost), outcome, test.gallery(run.folder()))
                .withProvenance(facts);
    }

    private LearningCurve<?, P> curve(
            LearningCurveSettings settings, TrialRun run, Artefact training, TrialExecutor.Progress progress) {
        Path folder = training.folder().orElse(run.folder());
        return curve(
                settings, recipe.task(trial.settings().model()), folder.resolve(Artefact.LEARNING_CURVE), progress);
    }

    private <T extends Annotation<T>> LearningCurve<T, P> curve(
            LearningCurveSettings settings, Task<T, P> task, Path file, TrialExecutor.Progress progress) {
        return new LearningCurve<>(settings, task, system, parts, file, progress, new TrainingRecord(progress));
    }

    private Optional<String> withoutRegions() {
        List<Sample<TrueObjects>> tested = parts.data().test();
        long without = tested.stream()
                .filter(sample -> parts.proposals().of(sample).isEmpty())
                .count();
        return without == 0 ? Optional.empty() : Optional.of(without + " of " + tested.size());
    }

    private TrainingOutcome train(
            TrialRun run, Artefact training, TrainingListener listener, SequencedMap<String, String> facts)
            throws InterruptedException {
        Checkpoints own = Checkpoints.in(run.folder(), run.key(), run.checkpointInterval());
        Checkpoints checkpoints = training.folder()
                .map(folder -> own.sharing(folder, training.key().hash()))
                .orElse(own);
        facts.put(TrialResult.TRAINING_KEY, training.key().hash());
        facts.put("training_from", training.isFinished() ? "the cache" : "this trial");
        try (MachineLoad watched = MachineLoad.watch()) {
            TrainingOutcome outcome = system.train(listener, checkpoints);
            SequencedMap<String, String> load = new LinkedHashMap<>(watched.facts("train_"));
            // The seconds are those of whoever trained, and so is what the machine did meanwhile.
            facts.putAll(training.isFinished() ? training.facts() : load);
            training.finish(load);
            return outcome;
        }
    }

    private static void write(Path file, Record document) {
        try {
            JsonFile.writeJson(file, document);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private TrialResult result(Evaluation evaluation, TrainingOutcome outcome, List<TrialResult.GalleryImage> gallery) {
        SequencedMap<String, TrialResult.StageTime> stages = new LinkedHashMap<>();
        parts.timer()
                .milliseconds()
                .forEach((stage, laps) ->
                        stages.put(stage, new TrialResult.StageTime(Quantile.of(laps, 0.5), Quantile.of(laps, 0.95))));
        var losses = outcome.points().stream().map(TrialResult.LossPoint::of).toList();
        return new TrialResult(
                trial.study(),
                trial.name(),
                trial.varied(),
                trial.seed(),
                Status.OK,
                Optional.empty(),
                TrialMeasures.ofResult(trial.settings()),
                evaluation.metrics(),
                evaluation.byClass(),
                outcome.seconds(),
                stages,
                losses,
                evaluation.curves(),
                gallery,
                Map.of());
    }
}
