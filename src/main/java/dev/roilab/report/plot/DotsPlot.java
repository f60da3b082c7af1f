package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Measure;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.claim.TimedTrials;
import dev.roilab.result.TrialResult;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A measure by arm: a row an arm, every seed a dot, the mean a diamond. */
public final class DotsPlot {
    private static final int ROW_HEIGHT = 56;
    /** Rows of a plot with many. */
    private static final int LOW_ROW_HEIGHT = 34;

    private static final int MANY = 16;
    /** Of a row: dots fill so much above its middle; the mean is as much below it and hides no dot. */
    private static final double SPREAD = 0.22;

    private static final int FRAME_HEIGHT = 170;
    private static final Font NAME_FONT = PlotTheme.font(Font.PLAIN, 14);
    /** Pixels from the left of the chart to what is said in place of dots. */
    private static final int NOTE_INDENT = 24;

    /** Pixels left of the longest name. */
    private static final int NAME_MARGIN = 10;

    /** Pixels of the dots with their legend, however long the names are. */
    private static final int NARROWEST = 600;

    private DotsPlot() {}

    /** Absent where no finished trial has the measure. */
    public static Optional<Figure> of(List<Arm> arms, Measure measure) {
        List<Arm> drawn = arms.stream()
                .filter(arm -> !values(arm, measure).isEmpty()
                        || !Failures.inPlaceOfNumber(arm.trials()).isEmpty())
                .toList();
        if (drawn.stream().allMatch(arm -> values(arm, measure).isEmpty())) {
            return Optional.empty();
        }
        int height = FRAME_HEIGHT + (drawn.size() > MANY ? LOW_ROW_HEIGHT : ROW_HEIGHT) * drawn.size();
        var looks = new ArmPanels(arms);
        // A column of our own: XChart would leave out names that it finds too long for its ticks.
        var evidence = TimeEvidence.of(arms);
        List<String> labels = drawn.stream()
                .map(arm -> arm.label() + evidence.mark(arm.trials(), measure))
                .toList();
        int names = widest(labels);
        XYChart chart = new XYChart(Math.max(NARROWEST, PlotTheme.WIDTH - names), height);
        String subject = measure.subject().substring(0, 1).toUpperCase(Locale.ROOT)
                + measure.subject().substring(1);
        String title = subject + " by arm, every seed a dot";
        chart.setTitle(title);
        chart.setXAxisTitle(evidence.axis(measure));
        draw(chart, drawn, measure, looks);
        String caption = subject + " by arm. Dots: single seeds; diamond: their mean. The axis need not start "
                + "at zero." + failed(drawn, measure) + PlotTheme.without(arms, drawn::contains)
                + times(arms, drawn, measure);
        return Optional.of(
                new Figure.Chart(file(measure.name()), title, caption, painting(chart, drawn, measure, labels)));
    }

    private static void draw(XYChart chart, List<Arm> drawn, Measure measure, ArmPanels looks) {
        rows(chart, drawn.size());
        List<Double> meanValues = new ArrayList<>();
        List<Double> meanRows = new ArrayList<>();
        for (int index = 0; index < drawn.size(); index++) {
            List<Double> values = values(drawn.get(index), measure);
            double row = drawn.size() - 1 - index;
            if (values.isEmpty()) {
                continue;
            }
            dots(chart, values, row, index, looks.line(drawn.get(index)).color());
            meanValues.add(values.stream().mapToDouble(value -> value).sum() / values.size());
            meanRows.add(row - SPREAD);
        }
        XYSeries mean = chart.addSeries("mean", PlotTheme.array(meanValues), PlotTheme.array(meanRows));
        mean.setMarker(SeriesMarkers.DIAMOND).setMarkerColor(Color.BLACK);
        mean.setLabel("mean of these");
        XYSeries seed = chart.addSeries("seed", new double[] {Double.NaN}, new double[] {Double.NaN});
        seed.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Color.GRAY).setLabel("one seed");
    }

    /** Of arms with some dots, which have fewer than they have seeds; each of the others with the reason. */
    private static String failed(List<Arm> drawn, Measure measure) {
        List<String> texts = drawn.stream()
                .filter(arm -> !values(arm, measure).isEmpty()
                        && values(arm, measure).size() < arm.trials().size())
                .map(arm -> "%s %d of %d (%s)"
                        .formatted(
                                arm.label(),
                                arm.trials().size() - values(arm, measure).size(),
                                arm.trials().size(),
                                String.join(", ", reasons(arm, measure))))
                .toList();
        return texts.isEmpty()
                ? ""
                : " Seeds without a dot, which the mean leaves out: " + String.join("; ", texts) + ".";
    }

    /** How the times were taken, as the tables say it; empty of what is no time. */
    private static String times(List<Arm> arms, List<Arm> drawn, Measure measure) {
        if (!TimeEvidence.isTime(measure)) {
            return "";
        }
        var evidence = TimeEvidence.of(arms);
        String own = drawn.stream()
                .filter(arm -> !evidence.mark(arm.trials(), measure).isEmpty())
                .map(Arm::label)
                .collect(Collectors.joining("; "));
        String remark = evidence.remark(measure);
        return (own.isEmpty() ? "" : " Dots of their own tests, beside which no others may be held: " + own + ".")
                + (remark.isEmpty() ? "" : " " + remark);
    }

    private static Set<String> reasons(Arm arm, Measure measure) {
        Set<String> reasons = new LinkedHashSet<>();
        reasons.add(Failures.inPlaceOfNumber(arm.trials()));
        List<TrialResult> counted = TimedTrials.of(arm.trials(), measure);
        boolean together = measure.isTestTime() && counted.stream().noneMatch(TimedTrials::hasOwnTest);
        arm.finished().stream()
                .filter(trial -> !counted.contains(trial))
                .map(trial ->
                        together && TimedTrials.hasOwnTest(trial) ? "not timed beside the others" : "not measured")
                .forEach(reasons::add);
        reasons.remove("");
        return reasons;
    }

    /** @param measure its name */
    public static String file(String measure) {
        return "dots-" + measure.replace('_', '-');
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

    private static int widest(List<String> labels) {
        var context = new FontRenderContext(null, true, true);
        return NAME_MARGIN
                + labels.stream()
                        .mapToInt(label -> (int) Math.ceil(
                                NAME_FONT.getStringBounds(label, context).getWidth()))
                        .max()
                        .orElse(0);
    }

    private static Painting painting(XYChart chart, List<Arm> drawn, Measure measure, List<String> labels) {
        int names = widest(labels);
        return new Painting(chart.getWidth() + names, chart.getHeight(), graphics -> {
            graphics.translate(names, 0);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            graphics.setColor(Color.BLACK);
            graphics.setFont(NAME_FONT);
            FontMetrics metrics = graphics.getFontMetrics();
            for (int index = 0; index < drawn.size(); index++) {
                String name = labels.get(index);
                double middle = chart.getScreenYFromChart(drawn.size() - 1 - index);
                float baseline = (float) middle + metrics.getAscent() / 2f - 2;
                graphics.drawString(name, -metrics.stringWidth(name), baseline);
                if (values(drawn.get(index), measure).isEmpty()) {
                    String failed = Failures.inPlaceOfNumber(drawn.get(index).trials());
                    graphics.drawString(failed, NOTE_INDENT, baseline);
                }
            }
        });
    }

    /** Spread within the row so that equal values stay visible. */
    private static void dots(XYChart chart, List<Double> values, double row, int index, int color) {
        double[] rows = new double[values.size()];
        for (int seed = 0; seed < rows.length; seed++) {
            rows[seed] = row + (rows.length == 1 ? 0 : SPREAD * seed / (rows.length - 1.0));
        }
        XYSeries series = chart.addSeries("arm " + index, PlotTheme.array(values), rows);
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(PlotTheme.color(color));
        series.setShowInLegend(false);
    }

    private static List<Double> values(Arm arm, Measure measure) {
        List<Double> values = new ArrayList<>();
        for (TrialResult trial : TimedTrials.of(arm.trials(), measure)) {
            measure.in(trial).ifPresent(value -> values.add(measure.printed(value)));
        }
        return values;
    }
}
