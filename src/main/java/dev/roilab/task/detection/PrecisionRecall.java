package dev.roilab.task.detection;

import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.PrecisionRecallCurve;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.task.Axis;
import dev.roilab.task.Curve;
import dev.roilab.task.CurveInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The curves of precision over recall that trials keep, an overlap each. */
public final class PrecisionRecall {
    /** By which studies ask for them. */
    static final String NAME = "pr-curve";

    private PrecisionRecall() {}

    /** All that are kept. */
    static List<CurveInfo> all() {
        return DetectionMetrics.CURVE_THRESHOLDS.stream()
                .map(PrecisionRecall::info)
                .toList();
    }

    /** At one overlap. */
    public static CurveInfo info(double iou) {
        String overlap = String.format(Locale.ROOT, "%.2f", iou);
        return new CurveInfo(
                NAME,
                Optional.of(iou),
                "Precision over recall at IoU " + overlap,
                "IoU " + overlap,
                new Axis("recall", MeasureUnit.PERCENT),
                new Axis("precision", MeasureUnit.PERCENT),
                "mean over classes at 101 recall points (COCO convention)");
    }

    /** @param curves of single classes and, after those of its overlap, of their mean */
    static List<Curve> curves(List<PrecisionRecallCurve> curves) {
        Map<Double, List<PrecisionRecallCurve>> byOverlap = new LinkedHashMap<>();
        curves.forEach(curve ->
                byOverlap.computeIfAbsent(curve.iou(), _ -> new ArrayList<>()).add(curve));
        List<Curve> joined = new ArrayList<>();
        byOverlap.forEach((iou, all) -> {
            List<Curve.Part> parts = all.subList(0, all.size() - 1).stream()
                    .map(curve -> new Curve.Part(curve.label(), line(curve)))
                    .toList();
            joined.add(new Curve(info(iou), line(all.getLast()), parts));
        });
        return joined;
    }

    private static Curve.Line line(PrecisionRecallCurve curve) {
        return new Curve.Line(curve.recall(), curve.precision());
    }
}
