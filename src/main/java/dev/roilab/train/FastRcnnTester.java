package dev.roilab.train;

import dev.roilab.autograd.Tape;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.Postprocessor;
import dev.roilab.detect.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.StageTimer;
import java.util.List;
import java.util.Optional;

/** Finds objects with a trained Fast R-CNN, one image at a time, and times each stage. */
public final class FastRcnnTester {
    private final Engine engine;
    private final FastRcnn network;
    private final ImagePreparation preparation;
    private final Proposals proposals;
    private final Postprocessor postprocessor;
    private final StageTimer timer;
    private final Optional<FixedBoxes> fixedBoxes;

    /** The timer gets one lap an image. */
    public FastRcnnTester(
            Engine engine,
            FastRcnn network,
            ImagePreparation preparation,
            Proposals proposals,
            Postprocessor postprocessor,
            StageTimer timer) {
        this(engine, network, preparation, proposals, postprocessor, timer, Optional.empty());
    }

    @SuppressWarnings("TooManyParameters") // the parts of a tester, each used once
    private FastRcnnTester(
            Engine engine,
            FastRcnn network,
            ImagePreparation preparation,
            Proposals proposals,
            Postprocessor postprocessor,
            StageTimer timer,
            Optional<FixedBoxes> fixedBoxes) {
        this.engine = engine;
        this.network = network;
        this.preparation = preparation;
        this.proposals = proposals;
        this.postprocessor = postprocessor;
        this.timer = timer;
        this.fixedBoxes = fixedBoxes;
    }

    /** The same tester whose network's outputs are replaced, once computed and copied, by a fixed number of boxes. */
    public FastRcnnTester with(FixedBoxes boxes) {
        return new FastRcnnTester(engine, network, preparation, proposals, postprocessor, timer, Optional.of(boxes));
    }

    /** The detections of an image, best first, in pixels of the original. */
    public List<Detection> detect(Sample sample) {
        timer.startLap();
        try (Scope _ = engine.openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            Prepared image = timer.stage("resize", () -> preparation.prepare(sample, pixels, false));
            List<Box> regions =
                    proposals.of(sample).stream().map(image::toResized).toList();
            if (regions.isEmpty()) {
                return List.of();
            }
            Tensor input = timer.stage("copies", () -> copy(image));
            Tensor rows = timer.stage(
                    "copies", () -> engine.tensor(RegionRows.of(regions, _ -> 0), Shape.of(regions.size(), 5)));
            var outputs = network.forward(Tape.inference(engine), input, rows, timer);
            float[] probabilities = timer.stage(
                    "copies", () -> engine.softmax(outputs.logits().value()).toFloats());
            float[] offsets =
                    timer.stage("copies", () -> outputs.offsets().value().toFloats());
            float[] scores = fixedBoxes
                    .map(fixed -> fixed.probabilities(probabilities, network.classes() + 1))
                    .orElse(probabilities);
            float[] shifts = fixedBoxes.isPresent() ? new float[offsets.length] : offsets;
            return postprocessor.detections(regions, scores, shifts, image.width(), image.height(), timer).stream()
                    .map(found -> new Detection(found.label(), found.score(), image.toOriginal(found.box())))
                    .toList();
        } finally {
            timer.endLap();
        }
    }

    private Tensor copy(Prepared image) {
        var batch = preparation.batch(List.of(image));
        return engine.tensor(batch.values(), Shape.of(1, 3, batch.height(), batch.width()));
    }
}
