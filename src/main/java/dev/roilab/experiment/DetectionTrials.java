package dev.roilab.experiment;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.DetectionReport;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageResult;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.DetectionSystem;
import dev.roilab.train.InitialWeights;
import dev.roilab.train.PretrainSettings;
import dev.roilab.train.SystemParts;
import dev.roilab.train.TrainingCurve;
import dev.roilab.train.staged.Pretraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Trains and tests detection systems, trial by trial. Data and proposals that trials share are loaded once. */
public final class DetectionTrials implements TrialExecutor {
    /** Megabytes of resized images kept in memory between epochs. */
    private static final int IMAGE_MEMORY = 512;

    private final Optional<Path> dataRoot;
    private final Path cache;
    private final int threads;
    private final Map<DataSettings, DetectionData> dataSets = new LinkedHashMap<>();
    private final Map<DataSettings, ImagePreparation> preparations = new LinkedHashMap<>();
    private final Map<List<Object>, Proposals> proposals = new LinkedHashMap<>();
    private final Map<List<Object>, Pretraining.Result> pretrainings = new LinkedHashMap<>();

    /**
     * An executor.
     *
     * @param cache folder for proposals
     * @param threads of the engine and the searches
     */
    public DetectionTrials(Optional<Path> dataRoot, Path cache, int threads) {
        this.dataRoot = dataRoot;
        this.cache = cache;
        this.threads = threads;
    }

    @Override
    public TrialInputs inputs(TrialSettings settings) {
        DetectionData data = data(settings.data());
        return new TrialInputs(data.classes(), InputFingerprint.of(data, settings), data.warnings());
    }

    private DetectionData data(DataSettings settings) {
        return dataSets.computeIfAbsent(settings, key -> DataSets.load(key, dataRoot));
    }

    @Override
    public TrialResult execute(Trial trial, Path folder, Progress progress) throws InterruptedException {
        TrialSettings settings = trial.settings();
        DetectionData data = data(settings.data());
        Proposals found = proposals(settings.proposals(), settings.data(), data, progress);
        try (Engine engine = Engines.create(settings.engine(), settings.device(), threads)) {
            Map<String, String> facts = new LinkedHashMap<>();
            InitialWeights weights = initialWeights(engine, settings, facts, progress);
            var parts = new SystemParts(
                    engine,
                    data,
                    found,
                    preparations.computeIfAbsent(settings.data(), sizes -> new ImagePreparation(sizes, IMAGE_MEMORY)),
                    settings.train(),
                    settings.test(),
                    new RandomStreams(trial.seed()),
                    new StageTimer(),
                    cache.resolve("features"),
                    weights);
            TrialResult result = run(DetectionSystems.create(parts, settings.model()), parts, trial, folder, progress);
            result.provenance().putAll(facts);
            return result;
        }
    }

    private InitialWeights initialWeights(
            Engine engine, TrialSettings settings, Map<String, String> facts, Progress progress)
            throws InterruptedException {
        return switch (settings.pretraining().orElse(null)) {
            case null -> InitialWeights.NONE;
            case PretrainSettings.WeightFile file -> InitialWeights.of(Safetensors.open(Path.of(file.weights())));
            case PretrainSettings.Classification classification -> {
                Pretraining.Result made = pretrained(engine, settings, classification, progress);
                facts.putAll(made.facts());
                yield made.weights();
            }
        };
    }

    /** The same weights for every trial with this backbone; made by the first that asks. */
    private Pretraining.Result pretrained(
            Engine engine, TrialSettings settings, PretrainSettings.Classification pretraining, Progress progress)
            throws InterruptedException {
        BackboneSettings backbone = settings.model().backbone();
        List<Object> key = List.of(pretraining, backbone, settings.engine(), settings.device());
        Pretraining.Result known = pretrainings.get(key);
        if (known == null) {
            known = new Pretraining(pretraining, data(pretraining.data()))
                    .run(
                            engine,
                            backbone,
                            (step, steps, loss, _) ->
                                    progress.stepped(step, steps, "pretraining %.3f".formatted(loss)));
            pretrainings.put(key, known);
        }
        return known;
    }

    private Proposals proposals(
            ProposalSettings search, DataSettings dataSettings, DetectionData data, Progress progress)
            throws InterruptedException {
        List<Object> key = List.of(search, dataSettings);
        Proposals known = proposals.get(key);
        if (known == null) {
            List<Sample> samples =
                    Stream.concat(data.train().stream(), data.test().stream()).toList();
            known = new ProposalSearch(search, cache, threads)
                    .of(samples, done -> progress.stepped(done, samples.size(), "proposals"));
            proposals.put(key, known);
        }
        return known;
    }

    private TrialResult run(DetectionSystem system, SystemParts parts, Trial trial, Path folder, Progress progress)
            throws InterruptedException {
        DetectionData data = parts.data();
        long start = System.nanoTime();
        TrainingCurve curve = system.train((step, steps, classification, box) ->
                progress.stepped(step, steps, "class %.3f box %.3f".formatted(classification, box)));
        double trainSeconds = (System.nanoTime() - start) / 1e9;
        Map<String, List<Detection>> detections = new LinkedHashMap<>();
        for (Sample sample : data.test()) {
            detections.put(sample.id(), system.detect(sample));
        }
        DetectionReport report = DetectionMetrics.report(input(data, detections), data.classes());
        TrialResult result = result(
                trial,
                report,
                trainSeconds,
                parts.timer(),
                curve,
                Gallery.write(data.test(), detections, folder),
                parts.engine());
        result.provenance().putAll(system.facts());
        return result;
    }

    private static EvaluationInput input(DetectionData data, Map<String, List<Detection>> detections) {
        List<ImageResult> images = new ArrayList<>();
        for (Sample sample : data.test()) {
            List<GroundTruth> truth =
                    sample.objects().stream().map(GroundTruth::of).toList();
            images.add(new ImageResult(sample.id(), truth, detections.getOrDefault(sample.id(), List.of())));
        }
        return new EvaluationInput(data.classes().size(), images);
    }

    @SuppressWarnings("TooManyParameters") // the parts of one result, each used once
    private TrialResult result(
            Trial trial,
            DetectionReport report,
            double trainSeconds,
            StageTimer timer,
            TrainingCurve curve,
            List<TrialResult.GalleryImage> gallery,
            Engine engine) {
        SequencedMap<String, TrialResult.StageTime> stages = new LinkedHashMap<>();
        timer.milliseconds()
                .forEach((stage, laps) -> stages.put(
                        stage,
                        new TrialResult.StageTime(StageTimer.quantile(laps, 0.5), StageTimer.quantile(laps, 0.95))));
        var losses = curve.points().stream()
                .map(point ->
                        new TrialResult.LossPoint(point.step(), point.classification(), point.box(), point.rate()))
                .toList();
        var curves = report.curves().stream()
                .map(c -> new TrialResult.Curve(c.label(), c.iou(), c.recall(), c.precision()))
                .toList();
        SequencedMap<String, String> provenance = new LinkedHashMap<>();
        provenance.put("engine", engine.name());
        provenance.put("device", trial.settings().device());
        provenance.put("threads", String.valueOf(threads));
        provenance.put("peak_memory_mb", String.valueOf(engine.memory().peakBytes() >> 20));
        return new TrialResult(
                trial.study(),
                trial.name(),
                trial.varied(),
                trial.seed(),
                Status.OK,
                Optional.empty(),
                report.metrics(),
                report.classAp(),
                trainSeconds,
                stages,
                losses,
                curves,
                gallery,
                provenance);
    }
}
