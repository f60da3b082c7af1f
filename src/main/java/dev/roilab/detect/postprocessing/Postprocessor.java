package dev.roilab.detect.postprocessing;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.Nms;
import dev.roilab.timing.Stages;
import dev.roilab.train.DivergenceGuard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From the outputs for one image's regions to detections: boxes decoded for every class, cut to the image, scores above
 * the threshold, non-maximum suppression within each class, the best of all classes. Fast R-CNN (arXiv:1504.08083),
 * section 3.
 */
public final class Postprocessor {
    /** Boxes thinner than this many pixels are numerical leftovers at the image's border. */
    private static final double THINNEST = 0.01;

    private final BoxCoder boxCoder;
    private final PostprocessingSettings settings;
    private final DetectedBoxes boxes;

    /** With regressed boxes. */
    public Postprocessor(BoxCoder boxCoder, PostprocessingSettings settings) {
        this(boxCoder, settings, DetectedBoxes.REGRESSED);
    }

    public Postprocessor(BoxCoder boxCoder, PostprocessingSettings settings, DetectedBoxes boxes) {
        this.boxCoder = boxCoder;
        this.settings = settings;
        this.boxes = boxes;
    }

    /**
     * The detections of one image, best first.
     *
     * @param regions the R proposals
     * @param probabilities [R, K + 1], background first
     * @param offsets [R, 4 * (K + 1)]
     * @param width of the image that the regions refer to
     * @param height of that image
     */
    public List<Detection> detections(
            List<Box> regions, float[] probabilities, float[] offsets, double width, double height, Stages stages) {
        int columns = regions.isEmpty() ? 1 : probabilities.length / regions.size();
        List<Detection> kept = new ArrayList<>();
        for (int label = 1; label < columns; label++) {
            int column = label;
            List<Detection> candidates = stages.stage(
                    "box_decoding",
                    () -> candidates(regions, probabilities, offsets, column, new Box(0, 0, width, height)));
            kept.addAll(stages.stage("nms", () -> suppress(candidates)));
        }
        kept.sort(Comparator.comparingDouble(Detection::score).reversed());
        return List.copyOf(kept.subList(0, Math.min(kept.size(), settings.detections())));
    }

    /**
     * Throws where a score or offset of an image's regions is NaN: it would be left out of the detections in silence.
     *
     * @param image its id
     * @throws dev.roilab.train.DivergedException that names the image
     */
    public static void requireNumbers(String image, float[] scores, float[] offsets) {
        DivergenceGuard.requireNumbers("the test of image " + image, "scores and box offsets", scores, offsets);
    }

    private List<Detection> candidates(
            List<Box> regions, float[] probabilities, float[] offsets, int column, Box image) {
        int columns = probabilities.length / Math.max(1, regions.size());
        List<Detection> candidates = new ArrayList<>();
        for (int r = 0; r < regions.size(); r++) {
            double score = probabilities[r * columns + column];
            if (score > settings.score()) {
                Box box =
                        box(regions.get(r), offsets, 4 * (r * columns + column)).clip(image.x2(), image.y2());
                if (box.width() >= THINNEST && box.height() >= THINNEST) {
                    candidates.add(new Detection(column - 1, score, box));
                }
            }
        }
        return candidates;
    }

    private Box box(Box region, float[] offsets, int place) {
        return switch (boxes) {
            case REGRESSED -> boxCoder.decode(region, offsets, place);
            case PROPOSALS -> region;
        };
    }

    private List<Detection> suppress(List<Detection> candidates) {
        List<Box> boxes = candidates.stream().map(Detection::box).toList();
        double[] scores = candidates.stream().mapToDouble(Detection::score).toArray();
        List<Detection> kept = new ArrayList<>();
        for (int index : Nms.keep(boxes, scores, settings.nms())) {
            kept.add(candidates.get(index));
        }
        return kept;
    }
}
