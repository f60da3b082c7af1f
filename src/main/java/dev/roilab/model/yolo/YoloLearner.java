package dev.roilab.model.yolo;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** YOLO as a whole. */
final class YoloLearner implements DetectionSystem {
    /** Of what a cell cannot learn since it has learned another object: objects of the upright training images. */
    static final String WITHOUT = "training_objects_without_a_cell";

    private final SystemParts parts;
    private final YoloSettings model;
    private final Yolo network;
    private final ImagePreparation squares;
    private final YoloInference inference;

    YoloLearner(SystemParts parts, YoloSettings model) {
        this.parts = parts;
        this.model = model;
        this.network = new Yolo(parts.engine(), model, parts.data().classes().size(), parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        int side = model.input().side();
        this.squares = parts.scales().squares(model.input().resizing(), side);
        this.inference = new YoloInference(
                network,
                squares,
                side,
                // Boxes come decoded, so that there is nothing to regress.
                new Postprocessor(
                        new BoxCoder(List.of(1.0, 1.0, 1.0, 1.0)), model.postprocessing(), DetectedBoxes.PROPOSALS),
                FixedBoxes.of(parts, model.postprocessing().detections()),
                new YoloInference.Clocked(parts.engine(), parts.timer()));
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        return TrainingOutcome.of(new YoloTraining(parts, network, model, squares).train(listener, checkpoints), 0);
    }

    @Override
    public List<Detection> detect(Sample<?> sample) {
        return inference.detect(sample);
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        return List.copyOf(weights);
    }

    @Override
    public void restore(Safetensors file) {
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public SequencedMap<String, String> facts() {
        int all = 0;
        int without = 0;
        for (Sample<TrueObjects> sample : parts.data().train()) {
            all += sample.truth().objects().size();
            without += objects(sample).without();
        }
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put(WITHOUT, without + " of " + all);
        return facts;
    }

    private CellObjects objects(Sample<TrueObjects> sample) {
        var extent = model.input().resizing().resized(sample.width(), sample.height());
        double side = model.input().side();
        return YoloTraining.objects(
                network.grid(),
                sample.truth().objects(),
                side * sample.width() / extent.width(),
                side * sample.height() / extent.height());
    }
}
