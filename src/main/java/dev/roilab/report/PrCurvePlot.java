package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialResult.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** Precision over recall, mean over classes: every seed thin, the mean of an arm thick. */
final class PrCurvePlot {
    /** Percent beyond the range, so that the ends of the curves and of the scale are seen. */
    private static final double MARGIN = 2;

    private PrCurvePlot() {}

    /** Absent where no finished trial has the curve. */
    static Optional<Figure> of(List<Arm> arms, double iou) {
        String threshold = threshold(iou);
        XYChart chart = PlotTheme.lines(
                "Precision over recall at IoU " + threshold,
                "recall (percent)",
                "precision (percent)",
                PlotTheme.WIDTH);
        chart.getStyler().setXAxisMin(-MARGIN).setXAxisMax(100 + MARGIN);
        chart.getStyler().setYAxisMin(-MARGIN).setYAxisMax(100 + MARGIN);
        List<Arm> drawn = arms.stream()
                .filter(arm -> !curves(arm, iou).isEmpty())
                .limit(PlotTheme.MOST_ARMS)
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        for (int index = 0; index < drawn.size(); index++) {
            seeds(chart, curves(drawn.get(index), iou), index);
        }
        for (int index = 0; index < drawn.size(); index++) {
            mean(chart, drawn.get(index).label(), curves(drawn.get(index), iou), index);
        }
        String caption = "Precision over recall at IoU " + threshold
                + ", mean over classes at 101 recall points (COCO convention). Thin: single seeds"
                + (arms.stream().anyMatch(arm -> arm.trials().size() > PlotTheme.MOST_SEEDS)
                        ? " (at most " + PlotTheme.MOST_SEEDS + " an arm)"
                        : "")
                + "; thick: mean over seeds." + PlotTheme.omitted(drawn.size(), arms.size());
        String file = "pr-curve-" + threshold.replace('.', '-') + "";
        return Optional.of(new Figure.Chart(
                file, "Precision over recall at IoU " + threshold, caption, Painting.of(List.of(chart))));
    }

    static String threshold(double iou) {
        return Numbers.fixed(iou, 2);
    }

    private static void seeds(XYChart chart, List<Curve> curves, int index) {
        for (int seed = 0; seed < Math.min(PlotTheme.MOST_SEEDS, curves.size()); seed++) {
            Curve curve = curves.get(seed);
            XYSeries series = chart.addSeries(
                    "seed " + seed + " of " + index,
                    PlotTheme.percent(curve.recall()),
                    PlotTheme.percent(curve.precision()));
            PlotTheme.thin(series, index);
        }
    }

    private static void mean(XYChart chart, String label, List<Curve> curves, int index) {
        List<Double> recall = curves.getFirst().recall();
        List<Double> precision = new ArrayList<>();
        for (int point = 0; point < recall.size(); point++) {
            double sum = 0;
            for (Curve curve : curves) {
                sum += curve.precision().get(point);
            }
            precision.add(sum / curves.size());
        }
        XYSeries line = chart.addSeries("mean of " + index, PlotTheme.percent(recall), PlotTheme.percent(precision));
        PlotTheme.thick(line, index);
        PlotTheme.marked(chart, label, PlotTheme.percent(recall), PlotTheme.percent(precision), index);
    }

    /** Of the finished trials; curves on another recall grid than the first are left out of the comparison. */
    private static List<Curve> curves(Arm arm, double iou) {
        List<Curve> curves = new ArrayList<>();
        for (TrialResult trial : arm.finished()) {
            trial.curves().stream()
                    .filter(curve -> curve.label().equals("mean") && Math.abs(curve.iou() - iou) < 1e-6)
                    .filter(curve -> !curve.recall().isEmpty())
                    .filter(curve ->
                            curves.isEmpty() || curves.getFirst().recall().equals(curve.recall()))
                    .findFirst()
                    .ifPresent(curves::add);
        }
        return curves;
    }
}
