package dev.roilab.train.staged;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.CropWarper;
import dev.roilab.data.Sample;
import dev.roilab.detect.CropNetwork;
import dev.roilab.detect.ModelSettings;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
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
 * R-CNN (arXiv:1311.2524): each proposal is warped to one size and goes through the network alone. Trained in stages:
 * softmax fine-tuning on warped proposals, then every training proposal's features to disk, then an SVM a class with
 * hard negative mining, then box regressors.
 */
public final class Rcnn implements DetectionSystem {
    private final SystemParts parts;
    private final CropNetwork network;
    private final CropWarper warper;
    private final CropEncoder encoder;
    private final LastStages lastStages;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();

    public Rcnn(SystemParts parts, ModelSettings.Rcnn model) {
        this.parts = parts;
        int outputs = parts.data().classes().size() + 1;
        this.network =
                new CropNetwork(parts.engine(), model.backbone(), model.crop(), model.head(), outputs, parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.warper = new CropWarper(model.crop().size(), model.crop().padding());
        this.encoder = new CropEncoder(parts.engine(), network, warper, parts.preparation());
        this.lastStages =
                new LastStages(parts, network.head(), network.pooledCount(), model.svm(), model.boxRegression());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var clock = new TrainingClock();
        List<ImageWindows> images = FineTuning.windows(parts);
        clock.ended("windows");
        var batches = new FineTuning(images, parts.train(), parts.random());
        TrainingCourse course = fineTuning(parts, network)
                .train(step -> batches.crops(step, warper, parts.preparation()), listener, checkpoints);
        clock.ended(FineTuning.STAGE);
        lastStages.train(images, encoder, clock, facts);
        facts.put("training_stages_s", clock.text());
        return TrainingOutcome.of(course, clock.secondsWithout(FineTuning.STAGE));
    }

    /** The softmax stage, which the sliding-window detector has in common. */
    static SoftmaxTraining fineTuning(SystemParts parts, CropNetwork network) {
        return new SoftmaxTraining(
                parts.engine(),
                (tape, crops, _) -> network.classify(tape, crops),
                network.weights(),
                SoftmaxTraining.Recipe.of(parts.train()));
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.weights());
        weights.addAll(lastStages.weights());
        return List.copyOf(weights);
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
