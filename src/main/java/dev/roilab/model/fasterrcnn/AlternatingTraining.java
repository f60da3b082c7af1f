package dev.roilab.model.fasterrcnn;

import dev.roilab.detect.SystemParts;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.model.fastrcnn.FastRcnnTraining;
import dev.roilab.model.fastrcnn.HierarchicalSampling;
import dev.roilab.model.fastrcnn.MultiTaskLoss;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Scope;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import dev.roilab.train.TrainingSequence;

/**
 * Four-step alternating training: Faster R-CNN (arXiv:1506.01497), section 3.2, (i). A region proposal network is
 * trained; a Fast R-CNN on what it proposes, both from the same first weights and without common layers so far; a
 * region proposal network over the convolutions of that Fast R-CNN, which stay; and at last the detector's other
 * layers.
 */
final class AlternatingTraining {
    private final SystemParts parts;
    private final FasterRcnn network;
    private final FasterRcnnSettings model;
    private final TrainingListener listener;
    private final TrainingSequence done = new TrainingSequence();

    /** @param network that is to be tested; at its first weights */
    AlternatingTraining(SystemParts parts, FasterRcnn network, FasterRcnnSettings model, TrainingListener listener) {
        this.parts = parts;
        this.network = network;
        this.model = model;
        this.listener = listener;
    }

    /**
     * Runs all four.
     *
     * @param checkpoints of the first; the finished weights of the others are shared
     * @throws InterruptedException when the listener asks to stop
     */
    TrainingOutcome run(Checkpoints checkpoints) throws InterruptedException {
        HierarchicalSampling.Source first;
        try (Scope _ = parts.engine().openScope()) {
            var alone =
                    new FasterRcnn(parts.engine(), model, parts.data().classes().size(), parts.random());
            parts.initialWeights().into(parts.engine(), alone.parameters(), alone.buffers());
            proposer(alone, false, parts.random(), checkpoints);
            first = source(alone);
        }
        detector(network.detector(), first, "detector", checkpoints);
        proposer(network, true, streams("rpn"), checkpoints.stage("rpn"));
        detector(network.detector().regionsOnly(), source(network), "regions", checkpoints);
        return done.outcome();
    }

    private void proposer(FasterRcnn proposer, boolean overFixedMaps, RandomStreams random, Checkpoints checkpoints)
            throws InterruptedException {
        try (Scope _ = parts.engine().openScope()) {
            done.add(new RpnTraining(parts, proposer, model.rpn(), overFixedMaps, random).train(listener, checkpoints));
        }
    }

    private HierarchicalSampling.Source source(FasterRcnn proposer) throws InterruptedException {
        long start = System.nanoTime();
        var found = FoundProposals.ofTraining(
                parts.engine(), proposer, parts.preparation(), parts.data().train());
        done.add((System.nanoTime() - start) / 1e9);
        return new HierarchicalSampling.Source(
                parts.data(), found, parts.scales().of(parts.train()));
    }

    private void detector(FastRcnn detector, HierarchicalSampling.Source source, String name, Checkpoints checkpoints)
            throws InterruptedException {
        try (Scope _ = parts.engine().openScope()) {
            RandomStreams random = streams(name);
            var batches =
                    new HierarchicalSampling(source, model.sampling(), parts.train(), random, detector.boxCoder());
            var loss = MultiTaskLoss.of(model.boxLoss());
            done.add(FastRcnnTraining.descent(parts.engine(), detector, loss, parts.train())
                    .drawing(random)
                    .train(batches::batch, listener, checkpoints.stage(name)));
        }
    }

    /** Other batches than the first training has. */
    private RandomStreams streams(String stage) {
        return new RandomStreams(parts.random().stream(stage).nextLong());
    }
}
