package dev.roilab.run.detection;

import dev.roilab.compress.CompressionSummary;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.SystemParts;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.DetectionReport;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageResult;
import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import dev.roilab.geometry.Detection;
import dev.roilab.model.Recipes;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.result.DetectionsFile;
import dev.roilab.result.GroundTruthFile;
import dev.roilab.result.ImageReplicates;
import dev.roilab.result.Status;
import dev.roilab.result.TrialCompression;
import dev.roilab.result.TrialResult;
import dev.roilab.run.artefact.Artefact;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.statistics.Quantile;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialMeasures;
import dev.roilab.timing.MachineLoad;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingOutcome;
import dev.roilab.train.WeightDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** One system from its initial weights, or its last checkpoint, to its result. */
final class SystemTrial {
    private final SystemParts parts;
    private final Trial trial;
    private final DetectionSystem system;

    SystemTrial(SystemParts parts, Trial trial) {
        this.parts = parts;
        this.trial = trial;
        this.system = Recipes.of(trial.settings().model())
                .create(parts, trial.settings().model());
    }

    /** @param training of which other trials may have made, or will need, what is in its folder */
    TrialResult run(TrialRun run, Artefact training, TrialExecutor.Progress progress) throws InterruptedException {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        TrainingOutcome outcome = train(run, training, progress, facts);
        Safetensors.write(Checkpoints.detector(run.folder()), NamedTensors.of(system.weights()), new TreeMap<>());
        Map<String, List<Detection>> detections = test(progress);
        EvaluationInput tested = input(detections);
        DetectionReport report = DetectionMetrics.report(tested, parts.data().classes());
        ImageReplicates.write(tested, run.folder());
        DetectionsFile.write(tested, run.folder());
        String truth = GroundTruthFile.write(parts.data().test(), parts.data().classes(), run.folder());
        facts.putAll(system.facts());
        if (Recipes.of(trial.settings().model()).readsProposals()) {
            facts.put(TrialResult.PROPOSALS_FACT, "not timed while testing");
            withoutRegions().ifPresent(count -> facts.put(TrialResult.TESTED_WITHOUT_REGIONS, count));
        }
        facts.put("weights_sha256", WeightDigest.of(NamedTensors.of(system.weights())));
        facts.put("detections_sha256", Digest.of(detections.toString()));
        facts.put(GroundTruthFile.FACT, truth);
        if (outcome.skipped() > 0) {
            facts.put(TrialResult.STEPS_WITHOUT_REGIONS, Integer.toString(outcome.skipped()));
        }
        if (outcome.resumedAt() > 0 && !training.isFinished()) {
            facts.put("resumed_after_step", Integer.toString(outcome.resumedAt()));
        }
        system.compression().ifPresent(summary -> write(run.folder(), summary));
        return result(report, outcome, gallery(detections, run.folder())).withProvenance(facts);
    }

    private Optional<String> withoutRegions() {
        List<Sample> tested = parts.data().test();
        long without = tested.stream()
                .filter(sample -> parts.proposals().of(sample).isEmpty())
                .count();
        return without == 0 ? Optional.empty() : Optional.of(without + " of " + tested.size());
    }

    private TrainingOutcome train(
            TrialRun run, Artefact training, TrialExecutor.Progress progress, SequencedMap<String, String> facts)
            throws InterruptedException {
        Checkpoints own = Checkpoints.in(run.folder(), run.key(), run.checkpointInterval());
        Checkpoints checkpoints = training.folder()
                .map(folder -> own.sharing(folder, training.key().hash()))
                .orElse(own);
        facts.put("training_key", training.key().hash());
        facts.put("training_from", training.isFinished() ? "the cache" : "this trial");
        try (MachineLoad watched = MachineLoad.watch()) {
            TrainingOutcome outcome = system.train(
                    (step, steps, losses) -> progress.stepped(step, steps, ("train " + losses.text()).strip()),
                    checkpoints);
            SequencedMap<String, String> load = new LinkedHashMap<>(watched.facts("train_"));
            // The seconds are those of whoever trained, and so is what the machine did meanwhile.
            facts.putAll(training.isFinished() ? training.facts() : load);
            training.finish(load);
            return outcome;
        }
    }

    private Map<String, List<Detection>> test(TrialExecutor.Progress progress) throws InterruptedException {
        Map<String, List<Detection>> detections = new LinkedHashMap<>();
        List<Sample> samples = parts.data().test();
        for (Sample sample : samples) {
            detections.put(sample.id(), system.detect(sample));
            progress.stepped(detections.size(), samples.size(), "test");
        }
        return detections;
    }

    private List<TrialResult.GalleryImage> gallery(Map<String, List<Detection>> detections, Path folder) {
        return Gallery.write(parts.data().test(), detections, folder);
    }

    private static void write(Path folder, CompressionSummary summary) {
        try {
            JsonFile.writeJson(folder.resolve(TrialCompression.FILE), summary);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(TrialCompression.FILE), e);
        }
    }

    private EvaluationInput input(Map<String, List<Detection>> detections) {
        List<ImageResult> images = new ArrayList<>();
        for (Sample sample : parts.data().test()) {
            List<GroundTruth> truth =
                    sample.objects().stream().map(GroundTruth::of).toList();
            images.add(new ImageResult(sample.id(), truth, detections.getOrDefault(sample.id(), List.of())));
        }
        return new EvaluationInput(parts.data().classes().size(), images);
    }

    private TrialResult result(
            DetectionReport report, TrainingOutcome outcome, List<TrialResult.GalleryImage> gallery) {
        SequencedMap<String, TrialResult.StageTime> stages = new LinkedHashMap<>();
        parts.timer()
                .milliseconds()
                .forEach((stage, laps) ->
                        stages.put(stage, new TrialResult.StageTime(Quantile.of(laps, 0.5), Quantile.of(laps, 0.95))));
        var losses = outcome.points().stream().map(TrialResult.LossPoint::of).toList();
        var curves = report.curves().stream()
                .map(c -> new TrialResult.Curve(c.label(), c.iou(), c.recall(), c.precision()))
                .toList();
        SequencedMap<String, Double> metrics = new LinkedHashMap<>(report.metrics());
        metrics.putAll(system.measures());
        return new TrialResult(
                trial.study(),
                trial.name(),
                trial.varied(),
                trial.seed(),
                Status.OK,
                Optional.empty(),
                TrialMeasures.ofResult(trial.settings()),
                metrics,
                report.classAp(),
                outcome.seconds(),
                stages,
                losses,
                curves,
                gallery,
                Map.of());
    }
}
