package dev.roilab.eval;

import dev.roilab.eval.VocOptions.Interpolation;
import dev.roilab.measure.MeasureInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** VOC and COCO measures of the same detections: continuous pixels, IoU >= threshold, difficult objects ignored. */
public final class DetectionMetrics {
    /** In the order of COCO's numbers. */
    private static final List<MeasureInfo> COCO = List.of(
            DetectionMeasures.AP,
            DetectionMeasures.AP50,
            DetectionMeasures.AP75,
            DetectionMeasures.AP_SMALL,
            DetectionMeasures.AP_MEDIUM,
            DetectionMeasures.AP_LARGE);

    private static final int AT_50 = 0;
    private static final int AT_75 = 5;

    /** Overlaps at which a report has curves of precision over recall. */
    public static final List<Double> CURVE_THRESHOLDS = List.of(0.5, 0.75);

    private DetectionMetrics() {}

    /**
     * Everything for a report.
     *
     * @param classes names by label, each once
     * @throws IllegalArgumentException if the names are not as many as the classes, or repeat
     */
    public static DetectionReport report(EvaluationInput input, List<String> classes) {
        if (classes.size() != input.classes() || classes.stream().distinct().count() != classes.size()) {
            throw new IllegalArgumentException(
                    "Class names are " + classes + ", expected " + input.classes() + " different ones");
        }
        CocoResult coco = CocoAp.evaluate(input);
        VocResult area = VocAp.evaluate(input, VocOptions.continuous(0.5, Interpolation.AREA));
        VocResult eleven = VocAp.evaluate(input, VocOptions.continuous(0.5, Interpolation.ELEVEN_POINTS));
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        List<Double> stats = coco.stats();
        for (int i = 0; i < COCO.size(); i++) {
            if (stats.get(i) != CocoResult.EMPTY) {
                metrics.put(COCO.get(i).name(), stats.get(i));
            }
        }
        eleven.mean().ifPresent(value -> metrics.put(DetectionMeasures.VOC07.name(), value));
        area.mean().ifPresent(value -> metrics.put(DetectionMeasures.VOC_AREA.name(), value));
        SequencedMap<String, Double> classAp = new LinkedHashMap<>();
        for (int label = 0; label < classes.size(); label++) {
            String name = classes.get(label);
            area.classes().get(label).averagePrecision().ifPresent(value -> classAp.put(name, value));
        }
        List<PrecisionRecallCurve> curves = new ArrayList<>(curves(coco, classes, AT_50, CURVE_THRESHOLDS.getFirst()));
        curves.addAll(curves(coco, classes, AT_75, CURVE_THRESHOLDS.getLast()));
        return new DetectionReport(
                Collections.unmodifiableSequencedMap(metrics),
                Collections.unmodifiableSequencedMap(classAp),
                List.copyOf(curves));
    }

    private static List<PrecisionRecallCurve> curves(CocoResult coco, List<String> classes, int threshold, double iou) {
        List<Double> recall = IntStream.range(0, CocoClass.POINTS)
                .mapToObj(CocoClass::recallPoint)
                .toList();
        List<PrecisionRecallCurve> curves = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<Double> precision = coco.precision(label, threshold);
            if (!precision.isEmpty()) {
                curves.add(new PrecisionRecallCurve(classes.get(label), iou, recall, precision));
            }
        }
        if (!curves.isEmpty()) {
            List<Double> mean = IntStream.range(0, CocoClass.POINTS)
                    .mapToObj(point -> curves.stream()
                            .mapToDouble(curve -> curve.precision().get(point))
                            .average()
                            .orElseThrow())
                    .toList();
            curves.add(new PrecisionRecallCurve("mean", iou, recall, mean));
        }
        return curves;
    }
}
