package dev.roilab.train.staged;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.RegionClassifier;
import dev.roilab.detect.SppNetwork;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DetectionSystem;
import dev.roilab.train.SoftmaxTraining;
import dev.roilab.train.SystemParts;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * SPPnet (arXiv:1406.4729), section 4: convolutions once an image and scale, a pyramid of every window. Trained in
 * stages: the pyramids of all training windows to disk, fine-tuning of the fully connected layers on them (the
 * convolutions are never changed), then SVMs and box regressors as R-CNN.
 */
public final class SppNet implements DetectionSystem {
    private final SystemParts parts;
    private final SppNetwork network;
    private final PyramidEncoder encoder;
    private final LastStages lastStages;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();

    public SppNet(SystemParts parts, ModelSettings.SppNet model) {
        this.parts = parts;
        int outputs = parts.data().classes().size() + 1;
        this.network =
                new SppNetwork(parts.engine(), model.backbone(), model.roi(), model.head(), outputs, parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.encoder = new PyramidEncoder(parts.engine(), network, model.scales());
        this.lastStages =
                new LastStages(parts, network.head(), network.pooledCount(), model.svm(), model.boxRegression());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var clock = new TrainingClock();
        List<ImageWindows> images = FineTuning.windows(parts);
        try (var pyramids = new FeatureCache(parts.scratch(), network.pooledCount())) {
            long[] firstRows = cache(images, pyramids);
            clock.ended("pyramids");
            facts.put("pyramids_on_disk_mb", LastStages.megabytes(pyramids.bytes()));
            var batches = new FineTuning(images, parts.train(), parts.random());
            TrainingCourse course =
                    fineTuning().train(step -> batches.features(step, pyramids, firstRows), listener, checkpoints);
            clock.ended(FineTuning.STAGE);
            lastStages.train(images, new StoredPyramids(parts.engine(), pyramids, images, firstRows), clock, facts);
            facts.put("training_stages_s", clock.text());
            return TrainingOutcome.of(course, clock.secondsWithout(FineTuning.STAGE));
        }
    }

    /** Of the layers above the pyramid alone. */
    private SoftmaxTraining fineTuning() {
        RegionClassifier head = network.head();
        return new SoftmaxTraining(
                parts.engine(),
                (tape, pooled, _) -> head.logits(tape, head.features(tape, tape.constant(pooled), Stages.UNTIMED)),
                head.parameters(),
                SoftmaxTraining.Recipe.of(parts.train()));
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.backboneWeights());
        weights.addAll(network.head().parameters());
        weights.addAll(lastStages.weights());
        return List.copyOf(weights);
    }

    private long[] cache(List<ImageWindows> images, FeatureCache pyramids) throws InterruptedException {
        long[] firstRows = new long[images.size()];
        for (int i = 0; i < firstRows.length; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long first = pyramids.rows();
            firstRows[i] = first;
            ImageWindows image = images.get(i);
            encoder.encode(image.sample(), image.boxes(), Stages.UNTIMED, (windows, _, pooled) -> {
                float[] rows = pooled.value().toFloats();
                for (int row = 0; row < windows.length; row++) {
                    pyramids.put(first + windows[row], rows, row * pyramids.dimensions());
                }
            });
        }
        return firstRows;
    }

    @Override
    public void restore(Safetensors file) {
        lastStages.prepareFor(file);
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public List<Detection> detect(Sample sample) {
        return lastStages.detect(sample, encoder);
    }

    @Override
    public SequencedMap<String, String> facts() {
        return facts;
    }
}
