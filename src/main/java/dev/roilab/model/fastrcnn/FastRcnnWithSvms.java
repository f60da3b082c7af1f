package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.staged.ClassSvms;
import dev.roilab.detect.staged.FeatureCache;
import dev.roilab.detect.staged.FineTuning;
import dev.roilab.detect.staged.ImageWindows;
import dev.roilab.detect.staged.LastStages;
import dev.roilab.detect.staged.RegionScores;
import dev.roilab.detect.staged.SvmSettings;
import dev.roilab.detect.staged.TrainingClock;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Fast R-CNN (arXiv:1504.08083), section 5.4: a finished network whose softmax gives way to an SVM a class, trained on
 * the last hidden layer with the hard negative mining of R-CNN. Boxes stay the network's.
 */
public final class FastRcnnWithSvms implements DetectionSystem {
    private final SystemParts parts;
    private final FastRcnnSystem network;
    private final ClassSvms svms;
    private final SequencedMap<String, String> facts;

    /** @throws IllegalArgumentException if the test is at several scales: the SVMs learn features of one */
    public FastRcnnWithSvms(SystemParts parts, FastRcnnSettings model, SvmSettings settings) {
        if (parts.test().scales().isPresent()) {
            throw new IllegalArgumentException("SVMs learn features of one scale, the test has several");
        }
        this.parts = parts;
        this.network = new FastRcnnSystem(parts, model);
        this.svms =
                new ClassSvms(parts.engine(), settings, parts.data().classes().size());
        this.facts = network.facts();
        if (parts.fixedBoxes().isPresent()) {
            svms.prepare(model.head().fc().getLast());
        }
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        TrainingOutcome first = network.train(listener, checkpoints);
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
            svms.train(images, features);
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
        return network.regionFeatures(any.sample(), any.boxes().subList(0, 1)).length;
    }

    private void cache(ImageWindows image, FeatureCache features) {
        if (image.boxes().isEmpty()) {
            return;
        }
        float[] rows = network.regionFeatures(image.sample(), image.boxes());
        for (int row = 0; row < image.boxes().size(); row++) {
            features.put(features.rows(), rows, row * features.dimensions());
        }
    }

    @Override
    public List<Detection> detect(Sample sample) {
        return network.detect(sample, this::scores);
    }

    private float[] scores(Tape tape, Variable features, Stages stages) {
        Tensor margins = svms.margins(tape, features, stages);
        return stages.stage("copies", () -> RegionScores.confidences(margins));
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.weights());
        weights.addAll(svms.weights());
        return List.copyOf(weights);
    }

    @Override
    public void restore(Safetensors file) {
        network.prepareFor(file);
        svms.prepare(file.shape(ClassSvms.NAME + ".weight").size(1));
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public Optional<CompressionSummary> compression() {
        return network.compression();
    }

    @Override
    public SequencedMap<String, String> facts() {
        return facts;
    }
}
