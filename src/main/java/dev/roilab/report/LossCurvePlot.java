package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialResult.LossPoint;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Losses over training steps: single seeds faint, failed ones included; the mean of an arm strong. */
final class LossCurvePlot {
    private static final int PANEL = 640;
    private static final int LEGEND = 200;

    private LossCurvePlot() {}

    /** Absent where no trial has recorded a loss. */
    static Optional<Figure> of(List<Arm> arms) {
        List<Arm> drawn = arms.stream()
                .filter(arm -> arm.trials().stream()
                        .anyMatch(trial -> points(trial, LossPoint::box).size() > 0))
                .limit(PlotTheme.MOST_ARMS)
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        XYChart classification = chart("Classification loss", "nats", LossPoint::classification, drawn, PANEL);
        XYChart box = chart("Box loss", "no unit", LossPoint::box, drawn, PANEL + LEGEND);
        classification.getStyler().setLegendVisible(false);
        String caption = "Training losses, each point the mean over the steps since the previous one. Faint: single "
                + "seeds, failed ones included; strong: mean over the seeds that finished."
                + PlotTheme.omitted(drawn.size(), arms.size());
        return Optional.of(
                new Figure.Chart("loss-curve", "Training losses", caption, Painting.of(List.of(classification, box))));
    }

    private static XYChart chart(
            String title, String unit, ToDoubleFunction<LossPoint> loss, List<Arm> arms, int width) {
        String vertical = title.toLowerCase(Locale.ROOT) + " (" + unit + ")";
        XYChart chart = PlotTheme.lines(title + " by training step", "training step (count)", vertical, width);
        chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
        roundTicks(chart);
        for (int index = 0; index < arms.size(); index++) {
            List<TrialResult> trials = arms.get(index).trials();
            for (int seed = 0; seed < Math.min(PlotTheme.MOST_SEEDS, trials.size()); seed++) {
                Map<Integer, Double> points = points(trials.get(seed), loss);
                if (!points.isEmpty()) {
                    PlotTheme.thin(series(chart, "seed " + seed + " of " + index, points), index);
                }
            }
        }
        for (int index = 0; index < arms.size(); index++) {
            Map<Integer, Double> mean = mean(arms.get(index).finished(), loss);
            if (!mean.isEmpty()) {
                XYSeries series = series(chart, "mean of " + index, mean);
                PlotTheme.thick(series, index);
                PlotTheme.marked(chart, arms.get(index).label(), series.getXData(), series.getYData(), index);
            }
        }
        return chart;
    }

    /** XChart puts its ticks on evenly spaced values instead of round ones; an unseen point breaks the spacing. */
    private static void roundTicks(XYChart chart) {
        XYSeries unseen = chart.addSeries("ticks", new double[] {0, 0.1}, new double[] {0, 0});
        unseen.setLineColor(new Color(0, 0, 0, 0));
        unseen.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }

    private static XYSeries series(XYChart chart, String name, Map<Integer, Double> points) {
        double[] steps = points.keySet().stream().mapToDouble(step -> step).toArray();
        return chart.addSeries(name, steps, PlotTheme.array(List.copyOf(points.values())));
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
