package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.task.Evaluation;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Faster R-CNN as a whole. */
final class FasterRcnnLearner implements DetectionSystem {
    private final SystemParts parts;
    private final FasterRcnnSettings model;
    private final FasterRcnn network;
    private final FasterRcnnInference inference;

    FasterRcnnLearner(SystemParts parts, FasterRcnnSettings model) {
        this.parts = parts;
        this.model = model;
        this.network =
                new FasterRcnn(parts.engine(), model, parts.data().classes().size(), parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.inference = new FasterRcnnInference(
                parts.engine(),
                network,
                parts.preparation(),
                new Postprocessor(network.detector().boxCoder(), model.postprocessing()),
                FixedBoxes.of(parts, model.postprocessing().detections()),
                parts.timer());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        return switch (model.training().orElse(FasterRcnnSettings.Training.JOINT)) {
            case JOINT ->
                TrainingOutcome.of(new JointTraining(parts, network, model, List.of()).train(listener, checkpoints), 0);
            case ALTERNATING -> new AlternatingTraining(parts, network, model, listener).run(checkpoints);
        };
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
    public Evaluation evaluation(Glance glance) throws InterruptedException {
        return inference.ofProposals(parts.data().test(), glance);
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}
