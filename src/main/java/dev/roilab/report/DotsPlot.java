package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A measure by arm: a row an arm, every seed a dot, the mean a diamond. */
final class DotsPlot {
    /** More rows do not fit a page. */
    private static final int MOST_ROWS = 30;

    private static final int ROW_HEIGHT = 56;
    /** Of a row: dots fill so much above its middle; the mean is as much below it and hides no dot. */
    private static final double SPREAD = 0.22;

    private static final int FRAME_HEIGHT = 170;
    private static final int LONGEST_NAME = 32;
    private static final Font NAME_FONT = PlotTheme.font(Font.PLAIN, 14);
    /** Pixels left of the longest name. */
    private static final int NAME_MARGIN = 10;

    private DotsPlot() {}

    /** Absent where no finished trial has the measure. */
    static Optional<Figure> of(List<Arm> arms, Measure measure) {
        List<Arm> drawn = arms.stream()
                .filter(arm -> !values(arm, measure).isEmpty())
                .limit(MOST_ROWS)
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        int height = FRAME_HEIGHT + ROW_HEIGHT * drawn.size();
        // A column of our own: XChart would leave out names that it finds too long for its ticks.
        int names = widest(drawn);
        XYChart chart = new XYChart(PlotTheme.WIDTH - names, height);
        String subject = measure.subject().substring(0, 1).toUpperCase(Locale.ROOT)
                + measure.subject().substring(1);
        String title = subject + " by arm, every seed a dot";
        chart.setTitle(title);
        chart.setXAxisTitle(TimeEvidence.of(arms).axis(measure));
        rows(chart, drawn.size());
        List<Double> meanValues = new ArrayList<>();
        List<Double> meanRows = new ArrayList<>();
        for (int index = 0; index < drawn.size(); index++) {
            List<Double> values = values(drawn.get(index), measure);
            double row = drawn.size() - 1 - index;
            dots(chart, values, row, index);
            meanValues.add(values.stream().mapToDouble(value -> value).sum() / values.size());
            meanRows.add(row - SPREAD);
        }
        XYSeries mean = chart.addSeries("mean", PlotTheme.array(meanValues), PlotTheme.array(meanRows));
        mean.setMarker(SeriesMarkers.DIAMOND).setMarkerColor(Color.BLACK);
        mean.setLabel("mean over seeds");
        String caption = subject + " by arm. Dots: single seeds; diamond: their mean. The axis need not start "
                + "at zero." + PlotTheme.omitted(drawn.size(), arms.size());
        return Optional.of(new Figure.Chart(
                "dots-" + measure.name().replace('_', '-'), title, caption, painting(chart, drawn, names)));
    }

    private static void rows(XYChart chart, int count) {
        XYStyler styler = chart.getStyler();
        PlotTheme.style(styler);
        styler.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        styler.setMarkerSize(13);
        styler.setYAxisMin(-0.6).setYAxisMax(count - 0.4).setYAxisTitleVisible(false);
        styler.setYAxisTicksVisible(false).setPlotGridHorizontalLinesVisible(false);
        styler.setPlotContentSize(0.92);
    }

    private static int widest(List<Arm> drawn) {
        var context = new FontRenderContext(null, true, true);
        return NAME_MARGIN
                + drawn.stream()
                        .mapToInt(arm -> (int) Math.ceil(NAME_FONT
                                .getStringBounds(shortened(arm.label()), context)
                                .getWidth()))
                        .max()
                        .orElse(0);
    }

    private static Painting painting(XYChart chart, List<Arm> drawn, int names) {
        return new Painting(chart.getWidth() + names, chart.getHeight(), graphics -> {
            graphics.translate(names, 0);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            graphics.setColor(Color.BLACK);
            graphics.setFont(NAME_FONT);
            FontMetrics metrics = graphics.getFontMetrics();
            for (int index = 0; index < drawn.size(); index++) {
                String name = shortened(drawn.get(index).label());
                double middle = chart.getScreenYFromChart(drawn.size() - 1 - index);
                graphics.drawString(name, -metrics.stringWidth(name), (float) middle + metrics.getAscent() / 2f - 2);
            }
        });
    }

    /** Spread within the row so that equal values stay visible. */
    private static void dots(XYChart chart, List<Double> values, double row, int index) {
        double[] rows = new double[values.size()];
        for (int seed = 0; seed < rows.length; seed++) {
            rows[seed] = row + (rows.length == 1 ? 0 : SPREAD * seed / (rows.length - 1.0));
        }
        XYSeries series = chart.addSeries("arm " + index, PlotTheme.array(values), rows);
        series.setMarker(SeriesMarkers.CIRCLE).setShowInLegend(index == 0);
        series.setMarkerColor(PlotTheme.color(0));
        series.setLabel("one seed");
    }

    private static List<Double> values(Arm arm, Measure measure) {
        List<Double> values = new ArrayList<>();
        for (TrialResult trial : arm.finished()) {
            measure.in(trial).ifPresent(value -> values.add(measure.printed(value)));
        }
        return values;
    }

    private static String shortened(String label) {
        return label.length() <= LONGEST_NAME ? label : label.substring(0, LONGEST_NAME - 1) + "…";
    }
}
