package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.model.fasterrcnn.ImageSampling.MiniBatch;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sgd;
import dev.roilab.rpn.AnchorTargets;
import dev.roilab.rpn.RegionProposalNetwork;
import dev.roilab.rpn.RpnLoss;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The training of a region proposal network by itself: Faster R-CNN (arXiv:1506.01497), section 3.1.3. */
final class RpnTraining {
    private final Engine engine;
    private final FasterRcnn network;
    private final boolean overFixedMaps;
    private final TrainSettings settings;
    private final AnchorDraws draws;
    private final ImageSampling batches;
    private final RpnLoss loss;
    private final Sgd optimizer;

    /**
     * A training.
     *
     * @param overFixedMaps whether the backbone stays as it is
     * @param random of its images and anchors
     */
    RpnTraining(SystemParts parts, FasterRcnn network, RpnSettings model, boolean overFixedMaps, RandomStreams random) {
        this.engine = parts.engine();
        this.network = network;
        this.overFixedMaps = overFixedMaps;
        this.settings = parts.train();
        this.draws = new AnchorDraws(model.sampling(), random);
        this.batches = new ImageSampling(parts, random);
        this.loss = new RpnLoss(model.boxLoss());
        this.optimizer = new Sgd(
                engine,
                learned(),
                settings.momentum(),
                settings.decay(),
                settings.biasRate().orElse(1.0));
    }

    private List<Parameter> learned() {
        List<Parameter> learned = new ArrayList<>();
        if (!overFixedMaps) {
            learned.addAll(network.backboneParameters());
        }
        learned.addAll(network.rpnParameters());
        return learned;
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    TrainingCourse train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        List<Parameter> weights = learned();
        weights.addAll(network.buffers());
        var recipe = new TrainingLoop.Recipe(settings.steps(), settings.rate(), settings.schedule());
        return new TrainingLoop<MiniBatch>(engine, recipe, weights, optimizer.state(), this::step, MiniBatch::ids)
                .run(batches::batch, listener, checkpoints);
    }

    private Optional<Losses> step(MiniBatch batch, double rate) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            Variable map = map(tape, batch);
            List<RegionProposalNetwork.Outputs> outputs = network.propose(tape, map, Stages.UNTIMED);
            AnchorTargets targets = draws.of(batch, network.anchors(map.shape()));
            if (targets.count() == 0) {
                return Optional.empty();
            }
            LossTerms terms = loss.evaluate(engine, outputs, targets);
            tape.backward(terms.gradients());
            Losses losses = terms.read();
            if (losses.areFinite()) {
                optimizer.step(tape, rate);
            }
            return Optional.of(losses);
        }
    }

    private Variable map(Tape tape, MiniBatch batch) {
        return overFixedMaps
                ? tape.constant(network.map(Tape.inference(engine), batch.pixels(), Stages.UNTIMED)
                        .value())
                : network.map(tape, batch.pixels(), Stages.UNTIMED);
    }
}
