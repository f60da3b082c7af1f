package dev.roilab.report;

import dev.roilab.experiment.Status;
import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialResult.LossPoint;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Losses over training steps: single seeds faint, failed ones included; the mean of an arm strong. A curve that shoots
 * up leaves the picture at an arrow ({@link LossAxis}); the legend names the seeds that diverged.
 */
final class LossCurvePlot {
    private static final int PANEL = 640;
    private static final int LEGEND = 200;
    /** How many seeds diverged takes more room than most arms' names. */
    private static final int LEGEND_WITH_NOTES = 270;

    private static final Pattern STEP = Pattern.compile("\\bstep (\\d+)");

    private LossCurvePlot() {}

    /** Absent where no trial has recorded a loss. */
    static Optional<Figure> of(List<Arm> arms) {
        List<Arm> drawn = arms.stream()
                .filter(LossCurvePlot::hasLosses)
                .limit(PlotTheme.MOST_ARMS)
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        List<Arm> withoutLosses = arms.stream()
                .filter(arm -> !hasLosses(arm) && !divergence(arm).isEmpty())
                .limit(PlotTheme.MOST_ARMS - drawn.size())
                .toList();
        boolean notes = !withoutLosses.isEmpty()
                || drawn.stream().anyMatch(arm -> !divergence(arm).isEmpty());
        int legend = notes ? LEGEND_WITH_NOTES : LEGEND;
        XYChart classification = chart("Classification loss", "nats", LossPoint::classification, drawn, PANEL);
        XYChart box = chart("Box loss", "no unit", LossPoint::box, drawn, PANEL + legend);
        classification.getStyler().setLegendVisible(false);
        for (Arm arm : withoutLosses) {
            entry(box, arm.label() + "\n" + divergence(arm), SeriesMarkers.NONE);
        }
        if (isCut(classification) || isCut(box)) {
            entry(box, "leaves the axis", ArrowUp.withMiddleAtPlace());
        }
        String caption = "Training losses, each point the mean over the steps since the previous one. Faint: single "
                + "seeds, failed ones included; strong: mean over the seeds that finished."
                + PlotTheme.omitted(drawn.size(), arms.size());
        return Optional.of(
                new Figure.Chart("loss-curve", "Training losses", caption, Painting.of(List.of(classification, box))));
    }

    private static boolean hasLosses(Arm arm) {
        return arm.trials().stream()
                .anyMatch(trial -> points(trial, LossPoint::box).size() > 0);
    }

    /** How many seeds of an arm diverged, and when; empty if none did. */
    static String divergence(Arm arm) {
        List<TrialResult> diverged = arm.trials().stream()
                .filter(trial -> trial.status() == Status.DIVERGED)
                .toList();
        if (diverged.isEmpty()) {
            return "";
        }
        int[] steps = diverged.stream()
                .map(trial -> STEP.matcher(trial.failure().orElse("")))
                .filter(Matcher::find)
                .mapToInt(step -> Integer.parseInt(step.group(1)))
                .sorted()
                .toArray();
        String when = switch (steps.length) {
            case 0 -> "";
            case 1 -> " (step " + steps[0] + ")";
            default -> " (steps " + steps[0] + " to " + steps[steps.length - 1] + ")";
        };
        return diverged.size() + " of " + arm.trials().size() + " diverged" + when;
    }

    private static XYChart chart(
            String title, String unit, ToDoubleFunction<LossPoint> loss, List<Arm> arms, int width) {
        String vertical = title.toLowerCase(Locale.ROOT) + " (" + unit + ")";
        XYChart chart = PlotTheme.lines(title + " by training step", "training step (count)", vertical, width);
        chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
        roundTicks(chart);
        LossAxis axis = LossAxis.of(arms, loss);
        if (!axis.showsAll()) {
            chart.getStyler().setYAxisMax(axis.end());
        }
        List<List<Double>> left = new ArrayList<>();
        for (int index = 0; index < arms.size(); index++) {
            left.add(new ArrayList<>());
            List<TrialResult> trials = arms.get(index).trials();
            for (int seed = 0; seed < Math.min(PlotTheme.MOST_SEEDS, trials.size()); seed++) {
                LossAxis.Curve curve = axis.shown(points(trials.get(seed), loss));
                if (!curve.losses().isEmpty()) {
                    PlotTheme.thin(series(chart, "seed " + seed + " of " + index, curve), index);
                }
                curve.left().ifPresent(left.get(index)::add);
            }
        }
        for (int index = 0; index < arms.size(); index++) {
            mean(chart, arms.get(index), axis, loss, index).ifPresent(left.get(index)::add);
            arrows(chart, left.get(index), axis, index);
        }
        return chart;
    }

    /** Draws the mean of an arm; gives the step at which it leaves the axis. */
    private static Optional<Double> mean(
            XYChart chart, Arm arm, LossAxis axis, ToDoubleFunction<LossPoint> loss, int index) {
        Map<Integer, Double> mean = mean(arm.finished(), loss);
        LossAxis.Curve curve = axis.shown(mean);
        if (!curve.losses().isEmpty()) {
            PlotTheme.thick(series(chart, "mean of " + index, curve), index);
            mean.values().removeIf(value -> value > axis.end());
            String note = divergence(arm);
            String label = arm.label() + (note.isEmpty() ? "" : "\n" + note);
            PlotTheme.marked(chart, label, steps(mean), PlotTheme.array(List.copyOf(mean.values())), index);
        }
        return curve.left();
    }

    private static void arrows(XYChart chart, List<Double> steps, LossAxis axis, int index) {
        if (!steps.isEmpty()) {
            double[] tops = PlotTheme.array(Collections.nCopies(steps.size(), axis.end()));
            XYSeries arrows = chart.addSeries("arrows of " + index, PlotTheme.array(steps), tops);
            arrows.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            arrows.setMarker(ArrowUp.withTipAtPlace())
                    .setMarkerColor(PlotTheme.color(index))
                    .setShowInLegend(false);
        }
    }

    private static boolean isCut(XYChart chart) {
        return chart.getStyler().getYAxisMax() != null;
    }

    /** A line of the legend without a curve. */
    private static void entry(XYChart chart, String label, Marker marker) {
        XYSeries unseen = chart.addSeries(label, new double[] {Double.NaN}, new double[] {Double.NaN});
        unseen.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        unseen.setMarker(marker).setMarkerColor(Color.GRAY);
    }

    /** XChart puts its ticks on evenly spaced values instead of round ones; an unseen point breaks the spacing. */
    private static void roundTicks(XYChart chart) {
        XYSeries unseen = chart.addSeries("ticks", new double[] {0, 0.1}, new double[] {0, 0});
        unseen.setLineColor(new Color(0, 0, 0, 0));
        unseen.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }

    private static XYSeries series(XYChart chart, String name, LossAxis.Curve curve) {
        return chart.addSeries(name, PlotTheme.array(curve.steps()), PlotTheme.array(curve.losses()));
    }

    private static double[] steps(Map<Integer, Double> points) {
        return points.keySet().stream().mapToDouble(step -> step).toArray();
    }

    /** At the steps that every one of the trials has recorded. */
    private static Map<Integer, Double> mean(List<TrialResult> trials, ToDoubleFunction<LossPoint> loss) {
        List<Map<Integer, Double>> runs = new ArrayList<>();
        for (TrialResult trial : trials) {
            Map<Integer, Double> points = points(trial, loss);
            if (!points.isEmpty()) {
                runs.add(points);
            }
        }
        Map<Integer, Double> mean = new TreeMap<>();
        if (!runs.isEmpty()) {
            for (int step : runs.getFirst().keySet()) {
                if (runs.stream().allMatch(run -> run.containsKey(step))) {
                    mean.put(
                            step,
                            runs.stream()
                                            .mapToDouble(run -> run.getOrDefault(step, 0.0))
                                            .sum()
                                    / runs.size());
                }
            }
        }
        return mean;
    }

    private static Map<Integer, Double> points(TrialResult trial, ToDoubleFunction<LossPoint> loss) {
        Map<Integer, Double> points = new TreeMap<>();
        for (LossPoint point : trial.losses()) {
            double value = loss.applyAsDouble(point);
            if (Double.isFinite(value)) {
                points.put(point.step(), value);
            }
        }
        return points;
    }
}
