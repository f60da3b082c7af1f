package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Numbers;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.report.plot.ArmPanels.Panel;
import dev.roilab.result.TrialResult;
import dev.roilab.study.ReportSettings.PlotSettings;
import dev.roilab.task.Axis;
import dev.roilab.task.Curve;
import dev.roilab.task.CurveInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A curve that the trials' task or system declares: every seed thin, the mean of an arm thick. */
public final class CurvePlot {
    /** Percent beyond the range, so that the ends of the curves and of the scale are seen. */
    private static final double MARGIN = 2;

    private static final int WIDTH_ALONE = 780;
    private static final int WIDTH_OF_TWO = 520;
    private static final int WIDTH_OF_THREE = 400;
    private static final int HEIGHT_OF_SEVERAL = 420;
    private static final int MOST_COLUMNS = 3;

    private CurvePlot() {}

    /** Absent where no finished trial has the curve. */
    public static Optional<Figure> of(List<Arm> arms, PlotSettings.Curve asked) {
        Optional<CurveInfo> info = arms.stream()
                .flatMap(arm -> curves(arm, asked).stream())
                .map(Curve::info)
                .findFirst();
        return info.map(curve -> figure(arms, asked, curve));
    }

    private static Figure figure(List<Arm> arms, PlotSettings.Curve asked, CurveInfo info) {
        List<Panel> panels =
                new ArmPanels(arms).panels(arm -> !curves(arm, asked).isEmpty());
        int columns = Math.min(panels.size(), MOST_COLUMNS);
        List<XYChart> charts =
                panels.stream().map(panel -> chart(panel, asked, info, columns)).toList();
        var grid = new PanelGrid(PanelGrid.wrapped(charts, columns), List.of(legend(panels, asked)));
        String caption = info.title() + ", " + info.convention() + ". Thin: single seeds"
                + (arms.stream().anyMatch(arm -> arm.trials().size() > PlotTheme.MOST_SEEDS)
                        ? " (at most " + PlotTheme.MOST_SEEDS + " an arm)"
                        : "")
                + "; thick: mean over seeds."
                + beside(arms, asked)
                + PlotTheme.without(arms, arm -> !curves(arm, asked).isEmpty());
        return new Figure.Chart(file(asked), info.title(), caption, grid.painting());
    }

    /**
     * Every name once, with how many seeds its mean is of where some have no curve; by panel where there are several.
     */
    static List<PanelGrid.Entry> legend(List<Panel> panels, PlotSettings.Curve asked) {
        List<PanelGrid.Entry> entries = new ArrayList<>();
        for (ArmPanels.Line line : ArmPanels.legend(panels)) {
            List<String> counts = new ArrayList<>();
            for (Panel panel : panels) {
                panel.lines().stream()
                        .filter(other -> other.name().equals(line.name()))
                        .map(other ->
                                other.arm().counted(curves(other.arm(), asked).size()))
                        .filter(count -> !count.isEmpty())
                        .forEach(count -> counts.add(panel.title().isEmpty() ? count : ", " + panel.title() + count));
            }
            PanelGrid.Entry entry = PlotTheme.entry(line);
            entries.add(new PanelGrid.Entry(entry.marker(), entry.color(), entry.text() + String.join("", counts)));
        }
        other(asked).stream()
                .flatMap(other -> panels.stream()
                        .flatMap(panel -> panel.lines().stream())
                        .flatMap(line -> curves(line.arm(), other).stream()))
                .findFirst()
                .ifPresent(curve -> entries.add(new PanelGrid.Entry(
                        SeriesMarkers.NONE,
                        PlotTheme.TEXT,
                        "dashed: " + curve.info().shortTitle())));
        return entries;
    }

    static XYChart chart(Panel panel, PlotSettings.Curve asked, CurveInfo info, int columns) {
        String title = panel.title().isEmpty() ? info.title() : info.shortTitle() + ": " + panel.title();
        int width = columns == 1 ? WIDTH_ALONE : columns == 2 ? WIDTH_OF_TWO : WIDTH_OF_THREE;
        int height = columns == 1 ? PlotTheme.HEIGHT : HEIGHT_OF_SEVERAL;
        XYChart chart = PlotTheme.lines(title, words(info.across()), words(info.up()), width, height);
        if (info.across().unit().equals(MeasureUnit.PERCENT)) {
            chart.getStyler().setXAxisMin(-MARGIN).setXAxisMax(100 + MARGIN);
        }
        if (info.up().unit().equals(MeasureUnit.PERCENT)) {
            chart.getStyler().setYAxisMin(-MARGIN).setYAxisMax(100 + MARGIN);
        }
        chart.getStyler()
                .setXAxisLogarithmic(info.across().logarithmic())
                .setYAxisLogarithmic(info.up().logarithmic());
        panel.lines().forEach(line -> seeds(chart, curves(line.arm(), asked), line.color()));
        panel.lines().forEach(line -> mean(chart, curves(line.arm(), asked), line.color()));
        other(asked)
                .ifPresent(other ->
                        panel.lines().forEach(line -> dashed(chart, curves(line.arm(), other), line.color())));
        return chart;
    }

    /** What the dashed lines are. */
    private static String beside(List<Arm> arms, PlotSettings.Curve asked) {
        return other(asked).stream()
                .flatMap(other -> arms.stream().flatMap(arm -> curves(arm, other).stream()))
                .findFirst()
                .map(curve -> " Dashed: mean over seeds of the same on %s, %s."
                        .formatted(curve.info().shortTitle(), curve.info().convention()))
                .orElse("");
    }

    private static Optional<PlotSettings.Curve> other(PlotSettings.Curve asked) {
        return asked.beside().map(name -> new PlotSettings.Curve(name, Optional.empty()));
    }

    private static String words(Axis axis) {
        MeasureUnit unit = axis.unit();
        boolean plain = unit.equals(MeasureUnit.NUMBER) || unit.equals(MeasureUnit.COUNT);
        return plain ? axis.noun() : axis.noun() + " (" + unit.symbol() + ")";
    }

    private static double[] printed(Axis axis, List<Double> values) {
        return axis.unit().isShare() ? PlotTheme.percent(values) : PlotTheme.array(values);
    }

    /** Name of the picture's file, without its ending. */
    public static String file(PlotSettings.Curve asked) {
        return asked.name()
                + asked.at()
                        .map(at -> "-" + Numbers.fixed(at, 2).replace('.', '-'))
                        .orElse("");
    }

    private static void seeds(XYChart chart, List<Curve> curves, int index) {
        for (int seed = 0; seed < Math.min(PlotTheme.MOST_SEEDS, curves.size()); seed++) {
            Curve curve = curves.get(seed);
            XYSeries series = chart.addSeries(
                    "seed " + seed + " of " + index,
                    printed(curve.info().across(), curve.whole().across()),
                    printed(curve.info().up(), curve.whole().up()));
            PlotTheme.thin(series, index);
        }
    }

    private static void mean(XYChart chart, List<Curve> curves, int index) {
        CurveInfo info = curves.getFirst().info();
        double[] right = printed(info.across(), curves.getFirst().whole().across());
        double[] high = printed(info.up(), means(curves));
        PlotTheme.thick(chart.addSeries("mean of " + index, right, high), index);
        PlotTheme.marked(chart, right, high, index);
    }

    private static void dashed(XYChart chart, List<Curve> curves, int index) {
        if (!curves.isEmpty()) {
            CurveInfo info = curves.getFirst().info();
            double[] right = printed(info.across(), curves.getFirst().whole().across());
            PlotTheme.dashed(chart.addSeries("beside " + index, right, printed(info.up(), means(curves))), index);
        }
    }

    /** Over the curves, point by point. */
    private static List<Double> means(List<Curve> curves) {
        List<Double> means = new ArrayList<>();
        for (int point = 0; point < curves.getFirst().whole().up().size(); point++) {
            double sum = 0;
            for (Curve curve : curves) {
                sum += curve.whole().up().get(point);
            }
            means.add(sum / curves.size());
        }
        return means;
    }

    /** Of the finished trials; curves on another grid than the first are left out of the comparison. */
    private static List<Curve> curves(Arm arm, PlotSettings.Curve asked) {
        List<Curve> curves = new ArrayList<>();
        for (TrialResult trial : arm.finished()) {
            trial.curves().stream()
                    .filter(curve -> curve.info().is(asked.name(), asked.at()))
                    .filter(curve -> !curve.whole().across().isEmpty())
                    .filter(curve -> curves.isEmpty()
                            || curves.getFirst()
                                    .whole()
                                    .across()
                                    .equals(curve.whole().across()))
                    .findFirst()
                    .ifPresent(curves::add);
        }
        return curves;
    }
}
