package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.model.fasterrcnn.FasterRcnnInference;
import dev.roilab.model.fasterrcnn.JointTraining;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.task.Evaluation;
import dev.roilab.task.Learner;
import dev.roilab.task.instance.FoundObject;
import dev.roilab.task.instance.InstanceTask;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Mask R-CNN as a whole. */
final class MaskRcnnLearner implements Learner<List<FoundObject>> {
    private final SystemParts parts;
    private final MaskRcnnSettings model;
    private final MaskRcnn network;
    private final FasterRcnnInference detector;
    private final MaskRcnnInference inference;

    /** @throws dev.roilab.data.DataException where objects lack what the branches learn */
    MaskRcnnLearner(SystemParts parts, MaskRcnnSettings model) {
        this.parts = parts;
        this.model = model;
        MaskRcnnRecipe.taskOf(model).read(parts.data());
        this.network = new MaskRcnn(
                parts.engine(),
                model,
                parts.data().classes().size(),
                InstanceTask.layout(parts.data().train())
                        .map(KeyPointLayout::count)
                        .orElse(0),
                parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.detector = new FasterRcnnInference(
                parts.engine(),
                network.detector(),
                parts.preparation(),
                new Postprocessor(network.detector().detector().boxCoder(), model.postprocessing()),
                FixedBoxes.of(parts, model.postprocessing().detections()),
                parts.timer());
        this.inference = new MaskRcnnInference(
                parts.engine(),
                network,
                detector,
                parts.preparation(),
                model.mask().map(MaskSettings::threshold).orElse(1.0),
                parts.timer());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var training = new JointTraining(parts, network.detector(), model.detector(), network.branches());
        return TrainingOutcome.of(training.train(listener, checkpoints), 0);
    }

    @Override
    public List<FoundObject> predict(Sample<?> sample) {
        return inference.find(sample);
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
        return detector.ofProposals(parts.data().test(), glance);
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}
