package dev.roilab.eval;

import dev.roilab.eval.VocOptions.Difficult;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.Comparator;
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
    private VocAp() {}

    /** Every class by the given conventions. */
    public static VocResult evaluate(EvaluationInput input, VocOptions options) {
        List<List<ClassCell>> cells = ClassCell.group(input);
        return new VocResult(IntStream.range(0, input.classes())
                .parallel()
                .mapToObj(label -> evaluate(cells.get(label), options))
                .toList());
    }

    private enum Verdict {
        RIGHT,
        WRONG,
        IGNORED
    }

    private record Judged(double score, Verdict verdict) {}

    private static VocResult.ClassResult evaluate(List<ClassCell> cells, VocOptions options) {
        List<Judged> judged = new ArrayList<>();
        int positives = 0;
        for (ClassCell cell : cells) {
            judge(cell, options, judged);
            for (GroundTruth truth : cell.truths()) {
                positives += counts(truth, options) ? 1 : 0;
            }
        }
        judged.sort(Comparator.comparingDouble(j -> 0.0 - j.score()));
        double[] recall = new double[judged.size()];
        double[] precision = new double[judged.size()];
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < recall.length; i++) {
            right += judged.get(i).verdict() == Verdict.RIGHT ? 1 : 0;
            wrong += judged.get(i).verdict() == Verdict.WRONG ? 1 : 0;
            recall[i] = right / (double) positives;
            precision[i] = right / (double) Math.max(1, right + wrong);
        }
        OptionalDouble average = positives == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        switch (options.interpolation()) {
                            case ELEVEN_POINTS -> elevenPoints(recall, precision);
                            case AREA -> area(recall, precision);
                        });
        return new VocResult.ClassResult(average, positives, right, wrong);
    }

    private static boolean counts(GroundTruth truth, VocOptions options) {
        return truth.counted() || options.difficult() == Difficult.USED;
    }

    private static void judge(ClassCell cell, VocOptions options, List<Judged> judged) {
        boolean[] taken = new boolean[cell.truths().size()];
        for (Detection detection : cell.detections()) {
            int best = -1;
            double overlap = 0;
            for (int i = 0; i < taken.length; i++) {
                double iou = iou(
                        detection.box(),
                        cell.truths().get(i).box(),
                        options.pixels().margin());
                if (iou > overlap) {
                    overlap = iou;
                    best = i;
                }
            }
            Verdict verdict = Verdict.WRONG;
            if (best >= 0 && options.overlap().passes(overlap, options.iou())) {
                if (!counts(cell.truths().get(best), options)) {
                    verdict = Verdict.IGNORED;
                } else if (!taken[best]) {
                    taken[best] = true;
                    verdict = Verdict.RIGHT;
                }
            }
            judged.add(new Judged(detection.score(), verdict));
        }
    }

    private static double iou(Box a, Box b, double margin) {
        double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1()) + margin;
        double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1()) + margin;
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double areas = (a.width() + margin) * (a.height() + margin) + (b.width() + margin) * (b.height() + margin);
        return width * height / (areas - width * height);
    }

    /**
     * The recalls are multiples of the double nearest 0.1, as in the Python tools: 3 of 10 found is below the fourth.
     */
    private static double elevenPoints(double[] recall, double[] precision) {
        double sum = 0;
        for (int point = 0; point <= 10; point++) {
            double greatest = 0;
            for (int i = 0; i < recall.length; i++) {
                if (recall[i] >= point * 0.1) {
                    greatest = Math.max(greatest, precision[i]);
                }
            }
            sum += greatest / 11;
        }
        return sum;
    }

    private static double area(double[] recall, double[] precision) {
        double area = 0;
        double envelope = 0;
        for (int i = recall.length - 1; i >= 0; i--) {
            envelope = Math.max(envelope, precision[i]);
            area += (recall[i] - (i == 0 ? 0 : recall[i - 1])) * envelope;
        }
        return area;
    }
}
