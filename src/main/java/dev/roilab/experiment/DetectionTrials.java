package dev.roilab.experiment;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
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
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.FastRcnnTester;
import dev.roilab.train.FastRcnnTrainer;
import dev.roilab.train.MiniBatches;
import dev.roilab.train.TrainingCurve;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Trains and tests Fast R-CNN, trial by trial. Data and proposals that trials share are loaded once. */
public final class DetectionTrials implements TrialExecutor {
    /** Megabytes of resized images kept in memory between epochs. */
    private static final int IMAGE_MEMORY = 512;

    private final Optional<Path> dataRoot;
    private final Path cache;
    private final int threads;
    private final Map<DataSettings, DetectionData> dataSets = new LinkedHashMap<>();
    private final Map<DataSettings, ImagePreparation> preparations = new LinkedHashMap<>();
    private final Map<List<Object>, Proposals> proposals = new LinkedHashMap<>();

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
        try {
            Engines.requireDevice(settings.engine(), settings.device());
        } catch (IllegalArgumentException missing) {
            throw new DataException(List.of(String.valueOf(missing.getMessage())));
        }
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
        var precision = Precision.valueOf(settings.train().precision().name());
        try (Engine engine = Engines.create(settings.engine(), settings.device(), threads, precision)) {
            return switch (settings.model()) {
                case ModelSettings.FastRcnn model -> fastRcnn(engine, model, trial, data, found, folder, progress);
            };
        }
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

    @SuppressWarnings("TooManyParameters") // the parts of one trial, each used once
    private TrialResult fastRcnn(
            Engine engine,
            ModelSettings.FastRcnn model,
            Trial trial,
            DetectionData data,
            Proposals found,
            Path folder,
            Progress progress)
            throws InterruptedException {
        TrialSettings settings = trial.settings();
        var random = new RandomStreams(trial.seed());
        var preparation =
                preparations.computeIfAbsent(settings.data(), sizes -> new ImagePreparation(sizes, IMAGE_MEMORY));
        var network = new FastRcnn(engine, model, data.classes().size(), random);
        var batches = new MiniBatches(data, found, preparation, settings.train(), random, network.boxCoder());
        var trainer = new FastRcnnTrainer(engine, network, FastRcnnLoss.of(model.boxLoss()), settings.train());
        long start = System.nanoTime();
        TrainingCurve curve = trainer.train(
                batches,
                (step, steps, classification, box) ->
                        progress.stepped(step, steps, "class %.3f box %.3f".formatted(classification, box)));
        double trainSeconds = (System.nanoTime() - start) / 1e9;
        var timer = new StageTimer(engine::synchronize);
        var tester = new FastRcnnTester(
                engine, network, preparation, found, new Postprocessor(network.boxCoder(), settings.test()), timer);
        Map<String, List<Detection>> detections = new LinkedHashMap<>();
        for (Sample sample : data.test()) {
            timer.addOutside("proposals", found.secondsOf(sample));
            detections.put(sample.id(), tester.detect(sample));
        }
        DetectionReport report = DetectionMetrics.report(input(data, detections), data.classes());
        return result(
                trial, report, trainSeconds, timer, curve, Gallery.write(data.test(), detections, folder), engine);
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
        provenance.put("precision", trial.settings().train().precision().name().toLowerCase(Locale.ROOT));
        provenance.put("peak_memory_mb", String.valueOf(engine.memory().peakBytes() >> 20));
        provenance.put("taken_memory_mb", String.valueOf(engine.memory().pooledBytes() >> 20));
        Engines.description(engine.name()).stream()
                .filter(line -> line.startsWith("cuda:") || line.startsWith("driver"))
                .forEach(line -> provenance.merge("gpu", line, (first, second) -> first + "; " + second));
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
