package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.RandomStreams;
import dev.roilab.rpn.AnchorTargets;
import dev.roilab.rpn.RegionProposalNetwork;
import dev.roilab.rpn.RpnLoss;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The training of a region proposal network by itself: Faster R-CNN (arXiv:1506.01497), section 3.1.3. */
final class RpnTraining {
    private final Engine engine;
    private final FasterRcnn network;
    private final boolean overFixedMaps;
    private final AnchorDraws draws;
    private final RpnLoss loss;
    private final ImageSampling batches;
    private final GradientDescent<MiniBatch> descent;

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
        this.draws = new AnchorDraws(model.sampling(), random);
        this.loss = new RpnLoss(model.boxLoss());
        this.batches = new ImageSampling(parts, random);
        this.descent = new GradientDescent<>(
                        engine, parts.train(), learned(), network.buffers(), this::terms, MiniBatch::ids)
                .drawing(random);
    }

    private List<Parameter> learned() {
        List<Parameter> learned = new ArrayList<>();
        if (!overFixedMaps) {
            learned.addAll(network.mapParameters());
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
        return descent.train(batches::batch, listener, checkpoints);
    }

    private Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        FeatureMaps maps = maps(tape, batch);
        List<RegionProposalNetwork.Outputs> outputs = network.propose(tape, maps, Stages.UNTIMED);
        AnchorTargets targets = draws.of(batch, network.anchors(maps));
        return targets.count() == 0 ? Optional.empty() : Optional.of(loss.evaluate(engine, outputs, targets));
    }

    private FeatureMaps maps(Tape tape, MiniBatch batch) {
        return overFixedMaps
                ? network.maps(Tape.inference(engine), batch.pixels(), Stages.UNTIMED)
                        .constant(tape)
                : network.maps(tape, batch.pixels(), Stages.UNTIMED);
    }
}
