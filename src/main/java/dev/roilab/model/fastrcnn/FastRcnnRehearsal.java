package dev.roilab.model.fastrcnn;

import dev.roilab.data.Sample;
import dev.roilab.detect.Postprocessor;
import dev.roilab.detect.Rehearsal;
import dev.roilab.detect.SystemParts;

/** Steps of the joint training and images of the test of a Fast R-CNN. */
public final class FastRcnnRehearsal implements Rehearsal {
    private final SystemParts parts;
    private final FastRcnn network;
    private final MiniBatches batches;
    private final FastRcnnTrainer trainer;

    public FastRcnnRehearsal(SystemParts parts, FastRcnnSettings model) {
        this.parts = parts;
        this.network =
                new FastRcnn(parts.engine(), model, parts.data().classes().size(), parts.random());
        this.batches = new MiniBatches(
                parts.data(),
                parts.proposals(),
                parts.scales().of(parts.train()),
                parts.train(),
                parts.random(),
                network.boxCoder());
        this.trainer = new FastRcnnTrainer(parts.engine(), network, FastRcnnLoss.of(model.boxLoss()), parts.train());
    }

    @Override
    public void step(int step) {
        trainer.step(batches.batch(step), parts.train().rate());
    }

    @Override
    public void test(Sample sample) {
        var tester = new FastRcnnTester(
                parts.engine(),
                network,
                parts.scales().of(parts.test()),
                parts.proposals(),
                new Postprocessor(network.boxCoder(), parts.test()),
                parts.timer());
        parts.fixedBoxes().map(tester::with).orElse(tester).detect(sample);
    }
}
