package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;

/** Test time an image, stacked by stage; stages too short to see are drawn as one. */
final class StageBarsPlot {
    private static final int MOST_BARS = 10;

    /** Of the slowest arm's time; a thinner band carries no readable number. */
    private static final double SMALLEST_SHARE = 0.03;

    private static final String SHORT_STAGES = "stages under 3 %";

    private StageBarsPlot() {}

    /** Absent where no finished trial has timed its stages. */
    static Optional<Figure> of(List<Arm> arms) {
        List<Arm> drawn = arms.stream()
                .filter(arm -> DetailTables.total(arm, Measure.TOTAL) > 0)
                .limit(MOST_BARS)
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        CategoryChart chart = new CategoryChart(Math.max(PlotTheme.WIDTH, 300 + 120 * drawn.size()), PlotTheme.HEIGHT);
        chart.setTitle("Test time by stage; on top: sum (sum without proposals)");
        chart.setYAxisTitle("milliseconds an image (median)");
        style(chart.getStyler());
        List<String> labels = drawn.stream().map(Arm::label).toList();
        int index = 0;
        for (Map.Entry<String, List<Double>> stage : stages(drawn).entrySet()) {
            CategorySeries series = chart.addSeries(stage.getKey(), labels, stage.getValue());
            series.setFillColor(color(index));
            index++;
        }
        double highest = drawn.stream()
                .mapToDouble(arm -> DetailTables.total(arm, Measure.TOTAL))
                .max()
                .orElse(1);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.12 * highest);
        totals(chart, drawn, highest);
        return Optional.of(new Figure(
                "stage-bars.png",
                "Test time an image by stage",
                caption(drawn) + PlotTheme.omitted(drawn.size(), arms.size()),
                PlotTheme.image(List.of(chart))));
    }

    private static void style(CategoryStyler styler) {
        PlotTheme.style(styler);
        styler.setStacked(true).setAvailableSpaceFill(0.55);
        styler.setLabelsVisible(true).setLabelsFont(PlotTheme.font(Font.PLAIN, 12));
        styler.setLabelsFontColorAutomaticEnabled(true);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setYAxisDecimalPattern("0.0");
        styler.setAnnotationTextFont(PlotTheme.font(Font.BOLD, 14)).setAnnotationTextFontColor(Color.BLACK);
    }

    private static void totals(CategoryChart chart, List<Arm> drawn, double highest) {
        for (int bar = 0; bar < drawn.size(); bar++) {
            double total = DetailTables.total(drawn.get(bar), Measure.TOTAL);
            double without = DetailTables.total(drawn.get(bar), Measure.WITHOUT_PROPOSALS);
            String text = Numbers.fixed(total, 1) + " (" + Numbers.fixed(without, 1) + ")";
            chart.addAnnotation(new AnnotationText(text, bar + 0.5, total + 0.03 * highest, false));
        }
    }

    private static String caption(List<Arm> drawn) {
        List<String> totals = new ArrayList<>();
        for (Arm arm : drawn) {
            totals.add(Markdown.escape(arm.label()) + " "
                    + Numbers.fixed(DetailTables.total(arm, Measure.TOTAL), 1) + " ("
                    + Numbers.fixed(DetailTables.total(arm, Measure.WITHOUT_PROPOSALS), 1) + ")");
        }
        return "Stage medians, mean over seeds, stacked. Milliseconds an image with (and without) proposals: "
                + String.join("; ", totals) + ".";
    }

    /** Milliseconds by stage and arm, in order of execution. */
    private static Map<String, List<Double>> stages(List<Arm> drawn) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        for (Arm arm : drawn) {
            for (TrialResult trial : arm.finished()) {
                trial.stages().keySet().forEach(stage -> all.putIfAbsent(stage, median(drawn, stage)));
            }
        }
        double threshold = SMALLEST_SHARE
                * drawn.stream()
                        .map(arm -> DetailTables.total(arm, Measure.TOTAL))
                        .max(Comparator.naturalOrder())
                        .orElse(0.0);
        Map<String, List<Double>> shown = new LinkedHashMap<>();
        List<Double> rest = new ArrayList<>(drawn.stream().map(_ -> 0.0).toList());
        all.forEach((stage, times) -> {
            if (times.stream().anyMatch(time -> time >= threshold)) {
                shown.put(stage, times);
            } else {
                for (int bar = 0; bar < rest.size(); bar++) {
                    rest.set(bar, rest.get(bar) + times.get(bar));
                }
            }
        });
        if (rest.stream().anyMatch(time -> time > 0)) {
            shown.put(SHORT_STAGES, rest);
        }
        return shown;
    }

    private static List<Double> median(List<Arm> drawn, String stage) {
        TrialResult.StageTime none = new TrialResult.StageTime(0, 0);
        return drawn.stream()
                .map(arm -> DetailTables.mean(
                        arm, trial -> trial.stages().getOrDefault(stage, none).median()))
                .toList();
    }

    /** Neighbouring bands differ in lightness as well; after the palette come its tints. */
    private static Color color(int index) {
        int[] order = {0, 5, 2, 4, 1, 3};
        Color color = PlotTheme.color(order[index % order.length]);
        return index < order.length
                ? color
                : new Color((color.getRed() + 255) / 2, (color.getGreen() + 255) / 2, (color.getBlue() + 255) / 2);
    }
}
