package dev.roilab.experiment;

import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.FastRcnnLoss;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Postprocessor;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.DetectionReport;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageResult;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Values;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.FastRcnnTester;
import dev.roilab.train.FastRcnnTrainer;
import dev.roilab.train.MiniBatches;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.WeightDigest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;

/** One Fast R-CNN from its initial weights, or its last checkpoint, to its result. */
final class FastRcnnTrial {
    private final Engine engine;
    private final ModelSettings.FastRcnn model;
    private final Trial trial;
    private final TrialData inputs;
    private final FastRcnn network;
    private final StageTimer timer = new StageTimer();

    FastRcnnTrial(Engine engine, ModelSettings.FastRcnn model, Trial trial, TrialData inputs) {
        this.engine = engine;
        this.model = model;
        this.trial = trial;
        this.inputs = inputs;
        int classes = inputs.data().classes().size();
        this.network = new FastRcnn(engine, model, classes, new RandomStreams(trial.seed()));
    }

    TrialResult run(TrialRun run, TrialExecutor.Progress progress) throws InterruptedException {
        TrainingCourse course = train(run, progress);
        Map<String, List<Detection>> detections = test(progress);
        DetectionReport report =
                DetectionMetrics.report(input(detections), inputs.data().classes());
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("weights_sha256", WeightDigest.of(weights()));
        facts.put("detections_sha256", Digest.of(detections.toString()));
        if (course.resumedAt() > 0) {
            facts.put("resumed_after_step", Integer.toString(course.resumedAt()));
        }
        return result(report, course, gallery(detections, run.folder())).withProvenance(facts);
    }

    private TrainingCourse train(TrialRun run, TrialExecutor.Progress progress) throws InterruptedException {
        var settings = trial.settings().train();
        var batches = new MiniBatches(
                inputs.data(),
                inputs.proposals(),
                inputs.preparation(),
                settings,
                new RandomStreams(trial.seed()),
                network.boxCoder());
        return new FastRcnnTrainer(engine, network, FastRcnnLoss.of(model.boxLoss()), settings)
                .train(
                        batches,
                        (step, steps, classification, box) -> progress.stepped(
                                step, steps, String.format(Locale.ROOT, "class %.3f box %.3f", classification, box)),
                        Checkpoints.in(run.folder(), run.key(), run.checkpointInterval()));
    }

    private Map<String, List<Detection>> test(TrialExecutor.Progress progress) throws InterruptedException {
        var tester = new FastRcnnTester(
                engine,
                network,
                inputs.preparation(),
                inputs.proposals(),
                new Postprocessor(network.boxCoder(), trial.settings().test()),
                timer);
        Map<String, List<Detection>> detections = new LinkedHashMap<>();
        List<Sample> samples = inputs.data().test();
        for (Sample sample : samples) {
            timer.addOutside("proposals", inputs.proposals().secondsOf(sample));
            detections.put(sample.id(), tester.detect(sample));
            progress.stepped(detections.size(), samples.size(), "test");
        }
        return detections;
    }

    private SortedMap<String, Values> weights() {
        var all = new ArrayList<>(network.parameters());
        all.addAll(network.buffers());
        return Values.of(all);
    }

    private List<TrialResult.GalleryImage> gallery(Map<String, List<Detection>> detections, Path folder) {
        return Gallery.write(inputs.data().test(), detections, folder);
    }

    private EvaluationInput input(Map<String, List<Detection>> detections) {
        List<ImageResult> images = new ArrayList<>();
        for (Sample sample : inputs.data().test()) {
            List<GroundTruth> truth =
                    sample.objects().stream().map(GroundTruth::of).toList();
            images.add(new ImageResult(sample.id(), truth, detections.getOrDefault(sample.id(), List.of())));
        }
        return new EvaluationInput(inputs.data().classes().size(), images);
    }

    private TrialResult result(DetectionReport report, TrainingCourse course, List<TrialResult.GalleryImage> gallery) {
        SequencedMap<String, TrialResult.StageTime> stages = new LinkedHashMap<>();
        timer.milliseconds()
                .forEach((stage, laps) -> stages.put(
                        stage,
                        new TrialResult.StageTime(StageTimer.quantile(laps, 0.5), StageTimer.quantile(laps, 0.95))));
        var losses = course.curve().points().stream()
                .map(point ->
                        new TrialResult.LossPoint(point.step(), point.classification(), point.box(), point.rate()))
                .toList();
        var curves = report.curves().stream()
                .map(c -> new TrialResult.Curve(c.label(), c.iou(), c.recall(), c.precision()))
                .toList();
        return new TrialResult(
                trial.study(),
                trial.name(),
                trial.varied(),
                trial.seed(),
                Status.OK,
                Optional.empty(),
                report.metrics(),
                report.classAp(),
                course.seconds(),
                stages,
                losses,
                curves,
                gallery,
                Map.of());
    }
}
