package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Numbers;
import dev.roilab.report.plot.ArmPanels.Panel;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** Precision over recall, mean over classes: every seed thin, the mean of an arm thick. */
public final class PrCurvePlot {
    /** Percent beyond the range, so that the ends of the curves and of the scale are seen. */
    private static final double MARGIN = 2;

    private static final int WIDTH_ALONE = 780;
    private static final int WIDTH_OF_TWO = 520;
    private static final int WIDTH_OF_THREE = 400;
    private static final int HEIGHT_OF_SEVERAL = 420;
    private static final int MOST_COLUMNS = 3;

    private PrCurvePlot() {}

    /** Absent where no finished trial has the curve. */
    public static Optional<Figure> of(List<Arm> arms, double iou) {
        String title = "Precision over recall at IoU " + threshold(iou);
        List<Panel> panels = new ArmPanels(arms).panels(arm -> !curves(arm, iou).isEmpty());
        if (panels.isEmpty()) {
            return Optional.empty();
        }
        int columns = Math.min(panels.size(), MOST_COLUMNS);
        List<XYChart> charts =
                panels.stream().map(panel -> chart(panel, iou, columns)).toList();
        var grid = new PanelGrid(
                PanelGrid.wrapped(charts, columns),
                List.of(ArmPanels.legend(panels).stream().map(PlotTheme::entry).toList()));
        String caption = title + ", mean over classes at 101 recall points (COCO convention). Thin: single seeds"
                + (arms.stream().anyMatch(arm -> arm.trials().size() > PlotTheme.MOST_SEEDS)
                        ? " (at most " + PlotTheme.MOST_SEEDS + " an arm)"
                        : "")
                + "; thick: mean over seeds."
                + PlotTheme.without(arms, arm -> !curves(arm, iou).isEmpty());
        return Optional.of(new Figure.Chart(file(iou), title, caption, grid.painting()));
    }

    private static XYChart chart(Panel panel, double iou, int columns) {
        String title = panel.title().isEmpty()
                ? "Precision over recall at IoU " + threshold(iou)
                : "IoU " + threshold(iou) + ": " + panel.title();
        int width = columns == 1 ? WIDTH_ALONE : columns == 2 ? WIDTH_OF_TWO : WIDTH_OF_THREE;
        int height = columns == 1 ? PlotTheme.HEIGHT : HEIGHT_OF_SEVERAL;
        XYChart chart = PlotTheme.lines(title, "recall (percent)", "precision (percent)", width, height);
        chart.getStyler().setXAxisMin(-MARGIN).setXAxisMax(100 + MARGIN);
        chart.getStyler().setYAxisMin(-MARGIN).setYAxisMax(100 + MARGIN);
        panel.lines().forEach(line -> seeds(chart, curves(line.arm(), iou), line.color()));
        panel.lines().forEach(line -> mean(chart, curves(line.arm(), iou), line.color()));
        return chart;
    }

    /** Name of the picture's file, without its ending. */
    public static String file(double iou) {
        return "pr-curve-" + threshold(iou).replace('.', '-');
    }

    /** An overlap as it is written in titles. */
    public static String threshold(double iou) {
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

    private static void mean(XYChart chart, List<Curve> curves, int index) {
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
        PlotTheme.marked(chart, PlotTheme.percent(recall), PlotTheme.percent(precision), index);
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
