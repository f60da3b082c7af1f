package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Tape;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.MaskPasting;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.model.fasterrcnn.FasterRcnnInference;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.task.instance.FoundObject;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The test of a Mask R-CNN: that of its Faster R-CNN, then the branches on what it found. Mask R-CNN
 * (arXiv:1703.06870), section 3.1: the branches see the detected boxes, not the proposals.
 */
final class MaskRcnnInference {
    /** Stages after a detector's own. */
    static final List<String> OF_MASKS = List.of("masks", "pasting");

    static final String OF_KEY_POINTS = "key_points";

    private final Engine engine;
    private final MaskRcnn network;
    private final FasterRcnnInference detector;
    private final ImagePreparation preparation;
    private final double threshold;
    private final StageTimer timer;

    /** @param threshold of a mask's probability; of no meaning without masks */
    MaskRcnnInference(
            Engine engine,
            MaskRcnn network,
            FasterRcnnInference detector,
            ImagePreparation preparation,
            double threshold,
            StageTimer timer) {
        this.engine = engine;
        this.network = network;
        this.detector = detector;
        this.preparation = preparation;
        this.threshold = threshold;
        this.timer = timer;
    }

    /** The size of an original image. */
    record Extent(int width, int height) {}

    /** What is found in an image, best first, in pixels of the original. */
    List<FoundObject> find(Sample<?> sample) {
        timer.startLap();
        try (Scope _ = engine.openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            Prepared<?> image = timer.stage("resize", () -> preparation.prepare(sample, pixels, false));
            ImageBatch batch = timer.stage("copies", () -> preparation.batch(List.of(image)));
            return find(image, batch, new Extent(sample.width(), sample.height()));
        } finally {
            timer.endLap();
        }
    }

    /**
     * The same for a prepared image.
     *
     * @param batch of the image alone
     */
    List<FoundObject> find(Prepared<?> image, ImageBatch batch, Extent original) {
        Tape tape = Tape.inference(engine);
        FasterRcnnInference.Seen seen = detector.seen(tape, image, batch);
        if (seen.found().isEmpty()) {
            return List.of();
        }
        List<Detection> found = seen.found().stream()
                .map(each -> new Detection(each.label(), each.score(), image.toOriginal(each.box())))
                .toList();
        List<Box> boxes = seen.found().stream().map(Detection::box).toList();
        float[] rows = RegionRows.of(boxes, _ -> 0);
        List<Optional<RunLengthMask>> masks = masks(tape, seen.maps(), rows, found, original);
        List<List<KeyPoint>> points = keyPoints(tape, seen.maps(), rows, boxes, image);
        return IntStream.range(0, found.size())
                .mapToObj(place -> new FoundObject(found.get(place), masks.get(place), points.get(place)))
                .toList();
    }

    /** @param found in pixels of the original */
    private List<Optional<RunLengthMask>> masks(
            Tape tape, FeatureMaps maps, float[] rows, List<Detection> found, Extent original) {
        List<Optional<RunLengthMask>> masks = new ArrayList<>();
        if (network.masks().isEmpty()) {
            found.forEach(_ -> masks.add(Optional.empty()));
            return masks;
        }
        MaskBranch branch = network.masks().get();
        int[] labels = found.stream().mapToInt(Detection::label).toArray();
        List<float[]> grids = timer.stage(OF_MASKS.getFirst(), () -> branch.probabilities(tape, maps, rows, labels));
        timer.stage(OF_MASKS.getLast(), () -> {
            for (int place = 0; place < labels.length; place++) {
                masks.add(Optional.of(MaskPasting.paste(
                        grids.get(place), found.get(place).box(), original.height(), original.width(), threshold)));
            }
            return masks;
        });
        return masks;
    }

    /** @param boxes in pixels of the prepared image */
    private List<List<KeyPoint>> keyPoints(
            Tape tape, FeatureMaps maps, float[] rows, List<Box> boxes, Prepared<?> image) {
        if (network.keyPoints().isEmpty()) {
            return boxes.stream().map(_ -> List.<KeyPoint>of()).toList();
        }
        KeyPointBranch branch = network.keyPoints().get();
        return timer.stage(
                OF_KEY_POINTS,
                () -> branch.find(tape, maps, rows, boxes).stream()
                        .map(points ->
                                points.stream().map(image.placement()::back).toList())
                        .toList());
    }
}
