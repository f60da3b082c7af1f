package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.compress.Compressor;
import dev.roilab.compress.SvdSettings;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.detect.region.RegionScorer;
import dev.roilab.detect.staged.ClassSvms;
import dev.roilab.detect.staged.FeatureCache;
import dev.roilab.detect.staged.FineTuning;
import dev.roilab.detect.staged.ImageWindows;
import dev.roilab.detect.staged.LastStages;
import dev.roilab.detect.staged.RegionScores;
import dev.roilab.detect.staged.TrainingClock;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.roi.PlacedRegions;
import dev.roilab.task.Evaluation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Fast R-CNN as a whole: one network, what it goes through before its test, and, if asked for, an SVM a class in place
 * of its softmax (section 5.4), trained on the last hidden layer with the hard negative mining of R-CNN. Boxes stay the
 * network's.
 */
public final class FastRcnnLearner implements DetectionSystem {
    private final SystemParts parts;
    private final FastRcnnTraining training;
    private final Optional<ClassSvms> svms;
    private final Postprocessor postprocessor;
    private final Optional<FixedBoxes> fixedBoxes;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();
    private FastRcnn network;

    /** @throws IllegalArgumentException if SVMs, which learn features of one scale, are to be tested at several */
    public FastRcnnLearner(SystemParts parts, FastRcnnSettings model) {
        if (model.svm().isPresent() && parts.test().scales().isPresent()) {
            throw new IllegalArgumentException("SVMs learn features of one scale, the test has several");
        }
        this.parts = parts;
        int classes = parts.data().classes().size();
        this.network = new FastRcnn(parts.engine(), model, classes, parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.training = new FastRcnnTraining(parts.engine(), model, parts.train(), parts.random());
        this.postprocessor = new Postprocessor(
                network.boxCoder(), model.postprocessing(), model.boxes().orElse(DetectedBoxes.REGRESSED));
        this.svms = model.svm().map(settings -> new ClassSvms(parts.engine(), settings, classes));
        this.fixedBoxes = FixedBoxes.of(parts, model.postprocessing().detections());
        if (fixedBoxes.isPresent()) {
            model.head().svd().ifPresent(this::truncateUntrained);
            svms.ifPresent(svm -> svm.prepare(network.featureCount()));
        }
    }

    /** The layers' sizes after truncation, without the singular vectors of weights that have learned nothing. */
    private void truncateUntrained(SvdSettings svd) {
        Iterator<Integer> ranks = svd.ranks()
                .orElseThrow(() -> new IllegalArgumentException(
                        "model.head.svd.energy finds its ranks in trained layers; to time them untrained, give ranks"))
                .iterator();
        network = network.replaced((name, layer) -> {
            int rank = ranks.next();
            return rank == 0 ? layer : Compressor.drawn(parts.engine(), layer, rank, parts.random().stream(name));
        });
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        network = training.run(network, source(), listener, checkpoints);
        TrainingOutcome outcome = training.outcome();
        return svms.isPresent() ? trained(svms.get(), outcome) : outcome;
    }

    private HierarchicalSampling.Source source() {
        return new HierarchicalSampling.Source(
                parts.data(), parts.proposals(), parts.scales().of(parts.train()));
    }

    private TrainingOutcome trained(ClassSvms svm, TrainingOutcome first) throws InterruptedException {
        var clock = new TrainingClock();
        List<ImageWindows> images = FineTuning.windows(parts);
        try (var features = new FeatureCache(parts.scratch(), featureCount(images))) {
            for (ImageWindows image : images) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                cache(image, features);
            }
            clock.ended("features");
            facts.put("features_on_disk_mb", LastStages.megabytes(features.bytes()));
            svm.train(images, features);
            clock.ended("svms");
        }
        facts.put("training_stages_s", clock.text());
        return new TrainingOutcome(
                first.points(), first.seconds() + clock.seconds(), first.skipped(), first.resumedAt());
    }

    private int featureCount(List<ImageWindows> images) {
        ImageWindows any = images.stream()
                .filter(image -> !image.boxes().isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("SVMs need at least one window to learn from"));
        return regionFeatures(any.sample(), any.boxes().subList(0, 1)).length;
    }

    private void cache(ImageWindows image, FeatureCache features) {
        if (image.boxes().isEmpty()) {
            return;
        }
        float[] rows = regionFeatures(image.sample(), image.boxes());
        for (int row = 0; row < image.boxes().size(); row++) {
            features.put(features.rows(), rows, row * features.dimensions());
        }
    }

    @Override
    public List<Detection> detect(Sample<?> sample) {
        var inference = new FastRcnnInference(
                parts.engine(),
                network,
                parts.scales().of(parts.test()),
                parts.proposals(),
                postprocessor,
                parts.timer());
        inference = fixedBoxes.map(inference::with).orElse(inference);
        return svms.isPresent() ? inference.scoredBy(scorer(svms.get())).detect(sample) : inference.detect(sample);
    }

    private static RegionScorer scorer(ClassSvms svm) {
        return (tape, features, stages) -> {
            Tensor margins = svm.margins(tape, features, stages);
            return stages.stage("copies", () -> RegionScores.confidences(margins));
        };
    }

    /** The activations of the last hidden layer for some boxes of an image, [R, F], row major. */
    private float[] regionFeatures(Sample<?> sample, List<Box> boxes) {
        Prepared<?> image = parts.preparation().prepare(sample, false);
        ImageBatch batch = parts.preparation().batch(List.of(image));
        Engine engine = parts.engine();
        try (Scope _ = engine.openScope()) {
            Tensor input = engine.tensor(batch.values(), Shape.of(1, 3, batch.height(), batch.width()));
            List<Box> resized = boxes.stream().map(image::toResized).toList();
            PlacedRegions rows = network.place(RegionRows.of(resized, _ -> 0));
            return network.regionFeatures(Tape.inference(engine), input, rows, Stages.UNTIMED)
                    .value()
                    .toFloats();
        }
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        svms.ifPresent(svm -> weights.addAll(svm.weights()));
        return List.copyOf(weights);
    }

    /** Hidden layers of which the file has two factors were truncated. */
    @Override
    public void restore(Safetensors file) {
        network = network.replaced((name, layer) -> {
            String factor = "head.%s.inner.weight".formatted(name);
            return file.names().contains(factor)
                    ? Compressor.unfilled(
                            parts.engine(), layer, file.shape(factor).size(0))
                    : layer;
        });
        svms.ifPresent(svm -> svm.prepare(file.shape(ClassSvms.NAME + ".weight").size(1)));
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public Evaluation evaluation(Glance glance) {
        Evaluation ofProposals = ProposalMeasures.of(parts);
        return training.compression()
                .map(summary -> ofProposals.and(Evaluation.of(summary.metrics())))
                .orElse(ofProposals);
    }

    @Override
    public SequencedMap<String, Record> documents() {
        SequencedMap<String, Record> documents = new LinkedHashMap<>();
        training.compression().ifPresent(summary -> documents.put(CompressionSummary.FILE, summary));
        return documents;
    }

    @Override
    public SequencedMap<String, String> facts() {
        return facts;
    }
}
