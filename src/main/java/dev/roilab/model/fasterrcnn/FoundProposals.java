package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Tape;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.proposal.Proposals;
import dev.roilab.rpn.ProposalFilter;
import dev.roilab.rpn.RegionProposalNetwork;
import dev.roilab.rpn.RpnOutputs;
import dev.roilab.task.Learner;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a region proposal network finds in some images: for a detector to learn from, or to be measured itself. */
final class FoundProposals implements Proposals {
    /** Sides of boxes, four each: a training may have ten million of them. */
    private final Map<String, float[]> byImage = new HashMap<>();

    private final Engine engine;
    private final FasterRcnn network;
    private final ImagePreparation preparation;
    private final ProposalFilter filter;

    private FoundProposals(Engine engine, FasterRcnn network, ImagePreparation preparation, ProposalFilter filter) {
        this.engine = engine;
        this.network = network;
        this.preparation = preparation;
        this.filter = filter;
    }

    /** What a training learns from: looks at every image, at the data's own size. */
    static FoundProposals ofTraining(
            Engine engine, FasterRcnn network, ImagePreparation preparation, List<Sample<TrueObjects>> samples)
            throws InterruptedException {
        return new FoundProposals(engine, network, preparation, network.trainingFilter()).lookAt(samples, (_, _) -> {});
    }

    /** What a test looks at, found once more and untimed. */
    static FoundProposals ofTest(
            Engine engine,
            FasterRcnn network,
            ImagePreparation preparation,
            List<Sample<TrueObjects>> samples,
            Learner.Glance glance)
            throws InterruptedException {
        return new FoundProposals(engine, network, preparation, network.testFilter()).lookAt(samples, glance);
    }

    private FoundProposals lookAt(List<Sample<TrueObjects>> samples, Learner.Glance glance)
            throws InterruptedException {
        int looked = 0;
        for (Sample<TrueObjects> sample : samples) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            byImage.put(sample.id(), find(preparation.prepare(sample, false)));
            looked++;
            glance.looked(looked, samples.size());
        }
        return this;
    }

    private float[] find(Prepared<?> image) {
        List<ProposalFilter.Proposal> found;
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.inference(engine);
            FeatureMaps maps = network.maps(tape, preparation.batch(List.of(image)), Stages.UNTIMED);
            List<RpnOutputs.Map> said = network.propose(tape, maps, Stages.UNTIMED).stream()
                    .map(RegionProposalNetwork.Outputs::read)
                    .toList();
            found = filter.proposals(network.anchors(maps), new RpnOutputs(said, 0), image.width(), image.height());
        }
        float[] sides = new float[4 * found.size()];
        for (int place = 0; place < found.size(); place++) {
            Box box = image.toOriginal(found.get(place).box());
            sides[4 * place] = (float) box.x1();
            sides[4 * place + 1] = (float) box.y1();
            sides[4 * place + 2] = (float) box.x2();
            sides[4 * place + 3] = (float) box.y2();
        }
        return sides;
    }

    @Override
    public List<Box> of(Sample<?> sample) {
        float[] sides = byImage.get(sample.id());
        if (sides == null) {
            throw new IllegalArgumentException("no proposals were found for image " + sample.id());
        }
        List<Box> boxes = new ArrayList<>(sides.length / 4);
        for (int first = 0; first < sides.length; first += 4) {
            boxes.add(new Box(sides[first], sides[first + 1], sides[first + 2], sides[first + 3]));
        }
        return boxes;
    }
}
