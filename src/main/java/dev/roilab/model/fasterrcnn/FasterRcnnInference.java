package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Tape;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.roi.PlacedRegions;
import dev.roilab.rpn.Anchors;
import dev.roilab.rpn.ProposalFilter;
import dev.roilab.rpn.RegionProposalNetwork;
import dev.roilab.rpn.RpnOutputs;
import dev.roilab.task.Evaluation;
import dev.roilab.task.Learner;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.DivergenceGuard;
import java.util.List;
import java.util.Optional;

/** The test of a Faster R-CNN: one pass over an image, its proposals, the detector on them. */
public final class FasterRcnnInference {
    private final Engine engine;
    private final FasterRcnn network;
    private final ImagePreparation preparation;
    private final Postprocessor postprocessor;
    private final Optional<FixedBoxes> fixedBoxes;
    private final StageTimer timer;

    /** @param fixedBoxes in place of the detector's outputs, once computed */
    public FasterRcnnInference(
            Engine engine,
            FasterRcnn network,
            ImagePreparation preparation,
            Postprocessor postprocessor,
            Optional<FixedBoxes> fixedBoxes,
            StageTimer timer) {
        this.engine = engine;
        this.network = network;
        this.preparation = preparation;
        this.postprocessor = postprocessor;
        this.fixedBoxes = fixedBoxes;
        this.timer = timer;
    }

    /** The detections of an image, best first, in pixels of the original. */
    List<Detection> detect(Sample<?> sample) {
        timer.startLap();
        try (Scope _ = engine.openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            Prepared<?> image = timer.stage("resize", () -> preparation.prepare(sample, pixels, false));
            ImageBatch batch = timer.stage("copies", () -> preparation.batch(List.of(image)));
            return detect(image, batch);
        } finally {
            timer.endLap();
        }
    }

    /** @param batch of the image alone */
    List<Detection> detect(Prepared<?> image, ImageBatch batch) {
        return seen(Tape.inference(engine), image, batch).found().stream()
                .map(each -> new Detection(each.label(), each.score(), image.toOriginal(each.box())))
                .toList();
    }

    /**
     * What a pass over an image leaves for others.
     *
     * @param maps of the image
     * @param found best first, in pixels of the prepared image
     */
    public record Seen(FeatureMaps maps, List<Detection> found) {}

    /**
     * One pass over an image.
     *
     * @param batch of the image alone
     */
    public Seen seen(Tape tape, Prepared<?> image, ImageBatch batch) {
        FeatureMaps maps = network.maps(tape, batch, timer);
        List<Box> regions = proposals(tape, maps, image);
        return new Seen(maps, regions.isEmpty() ? List.of() : detections(tape, maps, image, regions));
    }

    /**
     * What the proposals of a test are worth, which are found once more, untimed.
     *
     * @param glance hears of every image
     */
    public Evaluation ofProposals(List<Sample<TrueObjects>> test, Learner.Glance glance) throws InterruptedException {
        FoundProposals found = FoundProposals.ofTest(engine, network, preparation, test, glance);
        return ProposalMeasures.of(test, found, network.testFilter().limits().afterNms());
    }

    private List<Box> proposals(Tape tape, FeatureMaps maps, Prepared<?> image) {
        List<RegionProposalNetwork.Outputs> outputs = network.propose(tape, maps, timer);
        List<RpnOutputs.Map> said = timer.stage(
                "copies",
                () -> outputs.stream().map(RegionProposalNetwork.Outputs::read).toList());
        return timer.stage("proposals", () -> proposals(said, network.anchors(maps), image));
    }

    private List<Box> proposals(List<RpnOutputs.Map> said, Anchors anchors, Prepared<?> image) {
        said.forEach(level -> DivergenceGuard.requireNumbers(
                "the test of image " + image.id(),
                "the region proposal network's outputs",
                level.logits(),
                level.offsets()));
        return network.testFilter().proposals(anchors, new RpnOutputs(said, 0), image.width(), image.height()).stream()
                .map(ProposalFilter.Proposal::box)
                .toList();
    }

    private List<Detection> detections(Tape tape, FeatureMaps maps, Prepared<?> image, List<Box> regions) {
        FastRcnn detector = network.detector();
        PlacedRegions rows = timer.stage("copies", () -> detector.place(RegionRows.of(regions, _ -> 0)));
        FastRcnn.Outputs outputs = detector.outputs(tape, detector.regionFeatures(tape, maps, rows, timer), timer);
        float[] real = timer.stage(
                "copies",
                () -> engine.losses().softmax(outputs.logits().value()).toFloats());
        float[] found = timer.stage("copies", () -> outputs.offsets().value().toFloats());
        float[] probabilities = fixedBoxes
                .map(fixed -> fixed.probabilities(real, detector.classes() + 1))
                .orElse(real);
        float[] offsets = fixedBoxes.isPresent() ? new float[found.length] : found;
        Postprocessor.requireNumbers(image.id(), probabilities, offsets);
        return postprocessor.detections(regions, probabilities, offsets, image.width(), image.height(), timer);
    }
}
