package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;

/**
 * Test time an image, stacked by stage; stages too short to see are drawn as one and named. Where proposals take most
 * of the time, a second panel shows the rest at its own scale.
 */
final class StageBarsPlot {
    private static final int MOST_BARS = 10;

    /** Below it, one digit after the point would round stages to the same number. */
    private static final double FEW_MILLISECONDS = 10;

    /** Of the slowest arm's time; a thinner band carries no readable number. */
    private static final double SMALLEST_SHARE = 0.03;

    /** Of the axis: lower bands have no room for a number. */
    private static final double LABEL_SHARE = 0.045;

    /** Of the time: proposals beyond this press the other stages flat. */
    private static final double MOST_TIME = 0.5;

    private static final int NAMES_A_LINE = 3;

    /** Pixels that the axis, its title and a wide legend take. */
    private static final int BESIDE_THE_BARS = 390;

    /** Pixels of a bar with the gap to the next. */
    private static final int NARROWEST_SLOT = 80;

    private static final int WIDEST_SLOT = 150;

    /** Pixels between the names of two bars. */
    private static final int NAMES_APART = 14;

    /** Degrees, for names wider than a bar may be. */
    private static final int TURNED = 25;

    private static final String REST = "each below 3 percent:";

    private final List<Arm> drawn;

    /** Numbers of the stages that have a colour, in the order of their first bar. */
    private final Map<String, Integer> colors = new LinkedHashMap<>();

    /** Names of the stages that any panel draws as one. */
    private final List<String> grouped = new ArrayList<>();

    private StageBarsPlot(List<Arm> drawn) {
        this.drawn = drawn;
    }

    /** Absent where no finished trial has timed its stages. */
    static Optional<Figure> of(List<Arm> arms) {
        List<Arm> timed = arms.stream()
                .filter(arm -> DetailTables.total(arm, TimeEvidence.of(arms).total()) > 0)
                .limit(MOST_BARS)
                .toList();
        return timed.isEmpty() ? Optional.empty() : Optional.of(new StageBarsPlot(timed).figure(arms.size()));
    }

    private Figure figure(int arms) {
        var evidence = TimeEvidence.of(drawn);
        Measure whole = evidence.total();
        double highest = highest(whole);
        boolean pressed = highest - highest(Measure.WITHOUT_PROPOSALS) > MOST_TIME * highest;
        List<CategoryChart> panels = new ArrayList<>();
        panels.add(panel(whole, whole.equals(Measure.TOTAL) ? "Test time by stage" : "Test time without proposals"));
        if (pressed && highest(Measure.WITHOUT_PROPOSALS) > 0) {
            panels.add(panel(Measure.WITHOUT_PROPOSALS, "The same without proposals"));
        }
        String names = grouped.isEmpty()
                ? ""
                : " Drawn as one: "
                        + String.join(", ", grouped.stream().distinct().toList()) + ".";
        return new Figure.Chart(
                "stage-bars",
                "Test time an image by stage",
                "Stage medians, mean over seeds, stacked. "
                        + (evidence.isRelative(whole) ? "Times" : "Milliseconds")
                        + " an image with (and without) proposals: "
                        + totals() + ". " + evidence.remark(whole) + names + PlotTheme.omitted(drawn.size(), arms),
                Painting.of(panels));
    }

    private double highest(Measure total) {
        return drawn.stream()
                .mapToDouble(arm -> DetailTables.total(arm, total))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    private CategoryChart panel(Measure total, String title) {
        double widest = drawn.stream()
                .mapToDouble(arm -> PlotTheme.widthOfTick(arm.label()))
                .max()
                .orElse(0);
        double slot = Math.clamp(widest + NAMES_APART, NARROWEST_SLOT, WIDEST_SLOT);
        CategoryChart chart = new CategoryChart(
                Math.max(680, (int) Math.round(BESIDE_THE_BARS + slot * drawn.size())), PlotTheme.HEIGHT);
        chart.setTitle(title);
        var evidence = TimeEvidence.of(drawn);
        String unit = evidence.isRelative(total) ? "relative" : "milliseconds";
        chart.setYAxisTitle(
                evidence.isRelative(total) ? "time (" + evidence.unit(total) + ")" : "milliseconds an image (median)");
        chart.setXAxisTitle("arm (above: sum, " + unit + ")");
        style(chart.getStyler());
        if (widest + NAMES_APART > slot) {
            chart.getStyler().setXAxisLabelRotation(TURNED);
        }
        double highest = highest(total);
        double[] tops = new double[drawn.size()];
        List<String> labels = drawn.stream().map(Arm::label).toList();
        int digits = highest < FEW_MILLISECONDS ? 2 : 1;
        for (Map.Entry<String, List<Double>> stage :
                stages(total, SMALLEST_SHARE * highest).entrySet()) {
            CategorySeries series = chart.addSeries(stage.getKey(), labels, stage.getValue());
            series.setFillColor(color(stage.getKey()));
            for (int bar = 0; bar < tops.length; bar++) {
                double time = stage.getValue().get(bar);
                if (time >= LABEL_SHARE * highest) {
                    annotate(chart, Numbers.fixed(time, digits), bar, tops[bar] + time / 2);
                }
                tops[bar] += time;
            }
        }
        for (int bar = 0; bar < tops.length; bar++) {
            annotate(chart, "Σ " + Numbers.fixed(tops[bar], digits), bar, tops[bar] + 0.03 * highest);
        }
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.12 * highest);
        return chart;
    }

    private static void annotate(CategoryChart chart, String text, int bar, double height) {
        chart.addAnnotation(new AnnotationText(text, bar + 0.5, height, false));
    }

    private static void style(CategoryStyler styler) {
        PlotTheme.style(styler);
        styler.setStacked(true).setAvailableSpaceFill(0.55);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setAnnotationTextFont(PlotTheme.font(Font.PLAIN, 13)).setAnnotationTextFontColor(Color.BLACK);
    }

    private String totals() {
        List<String> totals = new ArrayList<>();
        for (Arm arm : drawn) {
            totals.add(arm.label() + " " + Measure.TOTAL.text(DetailTables.total(arm, Measure.TOTAL)) + " ("
                    + Measure.TOTAL.text(DetailTables.total(arm, Measure.WITHOUT_PROPOSALS)) + ")");
        }
        return String.join("; ", totals);
    }

    /** Milliseconds by stage and arm, in order of execution; those below the threshold in every arm are one. */
    private Map<String, List<Double>> stages(Measure total, double threshold) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        Arm.stages(drawn).stream()
                .filter(stage -> total.equals(Measure.TOTAL) || !Measure.isProposalStage(stage))
                .forEach(stage -> all.put(stage, median(stage)));
        Map<String, List<Double>> shown = new LinkedHashMap<>();
        List<Double> rest = new ArrayList<>(drawn.stream().map(_ -> 0.0).toList());
        List<String> names = new ArrayList<>();
        all.forEach((stage, times) -> {
            if (times.stream().anyMatch(time -> time >= threshold)) {
                shown.put(stage.replace('_', ' '), times);
            } else {
                names.add(stage.replace('_', ' '));
                for (int bar = 0; bar < rest.size(); bar++) {
                    rest.set(bar, rest.get(bar) + times.get(bar));
                }
            }
        });
        if (!names.isEmpty()) {
            grouped.addAll(names);
            shown.put(legend(names), rest);
        }
        return shown;
    }

    /** XChart breaks the lines of a legend where it is told to. */
    private static String legend(List<String> names) {
        StringBuilder legend = new StringBuilder(REST);
        for (int i = 0; i < names.size(); i++) {
            legend.append(i % NAMES_A_LINE == 0 ? "\n" : " ").append(names.get(i));
            legend.append(i + 1 < names.size() ? "," : "");
        }
        return legend.toString();
    }

    private List<Double> median(String stage) {
        TrialResult.StageTime none = new TrialResult.StageTime(0, 0);
        return drawn.stream()
                .map(arm -> DetailTables.mean(
                        arm, trial -> trial.stages().getOrDefault(stage, none).median()))
                .toList();
    }

    /** One a stage in all panels. Tints, on which black numbers can be read; the rest is grey. */
    private Color color(String stage) {
        if (stage.startsWith(REST)) {
            return new Color(0xC8C8C8);
        }
        int index = colors.computeIfAbsent(stage, _ -> colors.size());
        int[] order = {4, 5, 2, 0, 1, 3};
        Color color = PlotTheme.color(order[index % order.length]);
        double white = index < order.length ? 0.35 : 0.65;
        return new Color(tint(color.getRed(), white), tint(color.getGreen(), white), tint(color.getBlue(), white));
    }

    private static int tint(int component, double white) {
        return (int) Math.round(component + white * (255 - component));
    }
}
