package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.ImagePyramid;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.detect.region.RegionScorer;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.proposal.Proposals;
import dev.roilab.roi.PlacedRegions;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.StageTimer;
import java.util.List;
import java.util.Optional;

/** Finds objects with a trained Fast R-CNN, one image at a time, at one scale or several, and times each stage. */
public final class FastRcnnInference {
    private final Engine engine;
    private final FastRcnn network;
    private final ImagePyramid pyramid;
    private final Proposals proposals;
    private final Postprocessor postprocessor;
    private final StageTimer timer;
    private final Optional<RegionScorer> scorer;
    private final Optional<FixedBoxes> fixedBoxes;

    /** At one scale, with the network's own softmax. The timer gets one lap an image. */
    public FastRcnnInference(
            Engine engine,
            FastRcnn network,
            ImagePreparation preparation,
            Proposals proposals,
            Postprocessor postprocessor,
            StageTimer timer) {
        this(engine, network, ImagePyramid.of(preparation), proposals, postprocessor, timer);
    }

    /** With the network's own softmax. */
    public FastRcnnInference(
            Engine engine,
            FastRcnn network,
            ImagePyramid pyramid,
            Proposals proposals,
            Postprocessor postprocessor,
            StageTimer timer) {
        this.engine = engine;
        this.network = network;
        this.pyramid = pyramid;
        this.proposals = proposals;
        this.postprocessor = postprocessor;
        this.timer = timer;
        this.scorer = Optional.empty();
        this.fixedBoxes = Optional.empty();
    }

    private FastRcnnInference(FastRcnnInference same, Optional<RegionScorer> scorer, Optional<FixedBoxes> fixedBoxes) {
        this.engine = same.engine;
        this.network = same.network;
        this.pyramid = same.pyramid;
        this.proposals = same.proposals;
        this.postprocessor = same.postprocessor;
        this.timer = same.timer;
        this.scorer = scorer;
        this.fixedBoxes = fixedBoxes;
    }

    /** The same test with other class scores in place of the softmax; boxes stay the network's. */
    public FastRcnnInference scoredBy(RegionScorer other) {
        return new FastRcnnInference(this, Optional.of(other), fixedBoxes);
    }

    /** The same tester whose network's outputs are replaced, once computed and copied, by a fixed number of boxes. */
    public FastRcnnInference with(FixedBoxes boxes) {
        return new FastRcnnInference(this, scorer, Optional.of(boxes));
    }

    /** Both outputs for some regions of one image, on the host. */
    @SuppressWarnings("ArrayRecordComponent") // read once, by the post-processing
    private record Outputs(float[] probabilities, float[] offsets) {}

    /** The detections of an image, best first, in pixels of the original. */
    public List<Detection> detect(Sample<?> sample) {
        timer.startLap();
        try (Scope _ = engine.openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            List<Box> regions = proposals.of(sample);
            if (regions.isEmpty()) {
                return List.of();
            }
            Prepared<?> image = prepare(sample, pixels, 0);
            Outputs outputs = withFixedBoxes(outputs(sample, pixels, image, regions));
            Postprocessor.requireNumbers(sample.id(), outputs.probabilities(), outputs.offsets());
            List<Box> resized = regions.stream().map(image::toResized).toList();
            return postprocessor
                    .detections(
                            resized, outputs.probabilities(), outputs.offsets(), image.width(), image.height(), timer)
                    .stream()
                    .map(found -> new Detection(found.label(), found.score(), image.toOriginal(found.box())))
                    .toList();
        } finally {
            timer.endLap();
        }
    }

    /** @param image at the first scale; offsets are relative to a region's size, so that they hold at every scale */
    private Outputs outputs(Sample<?> sample, Pixels pixels, Prepared<?> image, List<Box> regions) {
        List<List<Integer>> places = pyramid.assign(sample, regions);
        if (places.getFirst().size() == regions.size()) {
            return outputs(image, 0, regions);
        }
        int classes = network.classes() + 1;
        var merged = new Outputs(new float[regions.size() * classes], new float[regions.size() * 4 * classes]);
        for (int scale = 0; scale < places.size(); scale++) {
            List<Integer> own = places.get(scale);
            if (!own.isEmpty()) {
                Prepared<?> resized = scale == 0 ? image : prepare(sample, pixels, scale);
                Outputs part =
                        outputs(resized, scale, own.stream().map(regions::get).toList());
                scatter(part.probabilities(), own, merged.probabilities(), classes);
                scatter(part.offsets(), own, merged.offsets(), 4 * classes);
            }
        }
        return merged;
    }

    private Outputs withFixedBoxes(Outputs real) {
        return fixedBoxes
                .map(fixed -> new Outputs(
                        fixed.probabilities(real.probabilities(), network.classes() + 1),
                        new float[real.offsets().length]))
                .orElse(real);
    }

    private static void scatter(float[] rows, List<Integer> places, float[] all, int columns) {
        for (int row = 0; row < places.size(); row++) {
            System.arraycopy(rows, row * columns, all, places.get(row) * columns, columns);
        }
    }

    private Prepared<?> prepare(Sample<?> sample, Pixels pixels, int scale) {
        return timer.stage("resize", () -> pyramid.preparations().get(scale).prepare(sample, pixels, false));
    }

    /** @param regions in pixels of the original image */
    private Outputs outputs(Prepared<?> image, int scale, List<Box> regions) {
        Tensor input = timer.stage("copies", () -> copy(image, scale));
        List<Box> resized = regions.stream().map(image::toResized).toList();
        PlacedRegions rows = timer.stage("copies", () -> network.place(RegionRows.of(resized, _ -> 0)));
        Tape tape = Tape.inference(engine);
        Variable features = network.regionFeatures(tape, input, rows, timer);
        FastRcnn.Outputs outputs = network.outputs(tape, features, timer);
        float[] probabilities = scorer.map(other -> other.scores(tape, features, timer))
                .orElseGet(() -> timer.stage(
                        "copies",
                        () -> engine.losses().softmax(outputs.logits().value()).toFloats()));
        float[] offsets = timer.stage("copies", () -> outputs.offsets().value().toFloats());
        return new Outputs(probabilities, offsets);
    }

    private Tensor copy(Prepared<?> image, int scale) {
        var batch = pyramid.preparations().get(scale).batch(List.of(image));
        return engine.tensor(batch.values(), Shape.of(1, 3, batch.height(), batch.width()));
    }
}
