package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.FastRcnnLoss;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Postprocessor;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Fast R-CNN as a whole: one network, one stage of training. */
public final class FastRcnnSystem implements DetectionSystem {
    private final SystemParts parts;
    private final FastRcnn network;
    private final FastRcnnTrainer trainer;
    private final FastRcnnTester tester;

    public FastRcnnSystem(SystemParts parts, ModelSettings.FastRcnn model) {
        this.parts = parts;
        this.network =
                new FastRcnn(parts.engine(), model, parts.data().classes().size(), parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.trainer =
                new FastRcnnTrainer(parts.engine(), network, FastRcnnLoss.of(model.boxLoss()), parts.train());
        this.tester = new FastRcnnTester(
                parts.engine(),
                network,
                parts.preparation(),
                parts.proposals(),
                new Postprocessor(network.boxCoder(), parts.test()),
                parts.timer());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var batches = new MiniBatches(
                parts.data(),
                parts.proposals(),
                parts.preparation(),
                parts.train(),
                parts.random(),
                network.boxCoder());
        return TrainingOutcome.of(trainer.train(batches, listener, checkpoints), 0);
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        return List.copyOf(weights);
    }

    @Override
    public List<Detection> detect(Sample sample) {
        parts.timer().addOutside("proposals", parts.proposals().secondsOf(sample));
        return tester.detect(sample);
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}
