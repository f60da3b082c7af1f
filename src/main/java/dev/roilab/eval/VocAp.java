package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.VocOptions.Difficult;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Average precision of PASCAL VOC (Everingham et al., The PASCAL Visual Object Classes Challenge, IJCV 2010, section
 * 4.2; VOC devkit, VOCevaldet.m and VOCap.m). Detections of a class are taken by falling score over all images; each
 * belongs to the object that it overlaps most, the first such one. It is right if the overlap suffices and the object
 * is not taken yet, and wrong otherwise: the second detection of an object is wrong even if it overlaps another one.
 * Crowd regions are treated as difficult objects.
 */
public final class VocAp {
    /** The multiples of the double nearest 0.1, as in the Python tools: 3 of 10 found is below the fourth. */
    private static final double[] TENTHS =
            IntStream.rangeClosed(0, 10).mapToDouble(point -> point * 0.1).toArray();

    private VocAp() {}

    /** Every class by the given conventions; classes, and the overlaps of their detections, in parallel. */
    public static VocResult evaluate(EvaluationInput input, VocOptions options) {
        List<ClassBoxes> boxes = ClassBoxes.of(input);
        return new VocResult(IntStream.range(0, input.classes())
                .parallel()
                .mapToObj(label -> evaluate(boxes.get(label), options))
                .toList());
    }

    private static VocResult.ClassResult evaluate(ClassBoxes boxes, VocOptions options) {
        int positives = 0;
        for (int truth = 0; truth < boxes.truths(); truth++) {
            positives += counts(boxes, truth, options) ? 1 : 0;
        }
        int[] objects = IntStream.range(0, boxes.detections())
                .parallel()
                .map(detection -> object(boxes, detection, options))
                .toArray();
        var curve = new FoundCurve(positives);
        boolean[] taken = new boolean[boxes.truths()];
        int wrong = 0;
        for (int detection : boxes.ranking()) {
            int truth = objects[detection];
            if (truth < 0) {
                wrong++;
            } else if (counts(boxes, truth, options)) {
                if (taken[truth]) {
                    wrong++;
                } else {
                    taken[truth] = true;
                    curve.find(wrong);
                }
            }
        }
        OptionalDouble average =
                positives == 0 ? OptionalDouble.empty() : OptionalDouble.of(average(curve, options.interpolation()));
        return new VocResult.ClassResult(average, positives, curve.found(), wrong);
    }

    private static boolean counts(ClassBoxes boxes, int truth, VocOptions options) {
        return boxes.standing(truth) == Standing.COUNTED || options.difficult() == Difficult.USED;
    }

    /** The object of its image that a detection overlaps most, if enough; otherwise negative. */
    private static int object(ClassBoxes boxes, int detection, VocOptions options) {
        int image = boxes.imageOf(detection);
        int best = -1;
        double overlap = 0;
        for (int truth = boxes.firstTruth(image); truth < boxes.firstTruth(image + 1); truth++) {
            double iou = boxes.iou(detection, truth, options.pixels().margin());
            if (iou > overlap) {
                overlap = iou;
                best = truth;
            }
        }
        return options.overlap().passes(overlap, options.iou()) ? best : -1;
    }

    private static double average(FoundCurve curve, VocOptions.Interpolation interpolation) {
        return switch (interpolation) {
            case AREA -> curve.area();
            case ELEVEN_POINTS -> Arrays.stream(curve.precision(TENTHS)).sum() / TENTHS.length;
        };
    }
}
