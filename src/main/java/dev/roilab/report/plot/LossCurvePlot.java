package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.report.plot.ArmPanels.Line;
import dev.roilab.report.plot.ArmPanels.Panel;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Losses over training steps: single seeds faint, failed ones up to a cross; the mean of an arm strong. A curve that
 * shoots up leaves the picture at an arrow ({@link LossAxis}); the legend names the seeds that diverged.
 */
public final class LossCurvePlot {
    private static final int WIDTH = 640;

    /** So many charts stand beside each other; the other terms of a loss follow below. */
    private static final int ACROSS = 2;

    /** Of a panel, where there are several rows of them. */
    private static final int LOW = 330;

    private static final double MARGIN = 1.05;

    private LossCurvePlot() {}

    /** Absent where no trial has recorded a loss. */
    public static Optional<Figure> of(List<Arm> arms) {
        List<Arm> drawn = arms.stream().filter(LossCurvePlot::hasLosses).toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Figure.Chart(
                "loss-curve",
                "Training losses",
                caption(arms, drawn),
                grid(arms, drawn).painting()));
    }

    /**
     * A chart for each panel of the study and each term of its losses.
     *
     * @param drawn the arms that have recorded any
     */
    public static PanelGrid grid(List<Arm> arms, List<Arm> drawn) {
        Map<LossTerm, LossAxis> axes = new LinkedHashMap<>();
        LossTerm.of(drawn).forEach(term -> axes.put(term, LossAxis.of(drawn, term.name())));
        List<Panel> panels = new ArmPanels(arms).panels(LossCurvePlot::hasToSay);
        int height = panels.size() == 1 && axes.size() <= ACROSS ? PlotTheme.HEIGHT : LOW;
        List<List<XYChart>> rows = new ArrayList<>();
        List<List<PanelGrid.Entry>> beside = new ArrayList<>();
        for (Panel panel : panels) {
            List<XYChart> charts = new ArrayList<>();
            axes.forEach((term, axis) -> charts.add(chart(term, axis, panel, height)));
            List<PanelGrid.Entry> entries = rows.isEmpty() ? legend(panels, axes.values()) : notes(panel);
            for (List<XYChart> row : PanelGrid.wrapped(charts, ACROSS)) {
                rows.add(row);
                beside.add(entries);
                entries = List.of();
            }
        }
        return new PanelGrid(rows, beside);
    }

    private static List<PanelGrid.Entry> legend(List<Panel> panels, Collection<LossAxis> axes) {
        List<PanelGrid.Entry> entries = legend(panels);
        if (!axes.stream().allMatch(LossAxis::showsAll)) {
            entries.add(new PanelGrid.Entry(ArrowUp.withMiddleAtPlace(), Color.GRAY, "leaves the axis"));
        }
        if (hasEnds(panels.stream()
                .flatMap(panel -> panel.lines().stream())
                .map(Line::arm)
                .toList())) {
            entries.add(new PanelGrid.Entry(SeriesMarkers.CROSS, Color.GRAY, "ends in a failure"));
        }
        return entries;
    }

    /** Whether some training that failed has a curve. */
    private static boolean hasEnds(List<Arm> arms) {
        return arms.stream()
                .flatMap(arm -> arm.trials().stream())
                .anyMatch(trial -> isFailedTraining(trial) && !trial.losses().isEmpty());
    }

    private static String caption(List<Arm> arms, List<Arm> drawn) {
        String caption = "Training losses, each point the mean over the steps since the previous one. Faint: single "
                + "seeds" + (hasEnds(drawn) ? ", failed ones up to a cross" : "")
                + "; strong: mean over the seeds that finished."
                + PlotTheme.without(arms, LossCurvePlot::hasToSay);
        for (LossTerm term : LossTerm.of(drawn)) {
            List<String> without = drawn.stream()
                    .filter(arm -> !has(arm, term))
                    .map(Arm::label)
                    .toList();
            if (!without.isEmpty()) {
                caption += " No " + term.heading() + ": " + String.join("; ", without) + ".";
            }
        }
        return caption + unkept(arms);
    }

    /** Failed trainings without a curve: results of former versions have none of them. */
    private static String unkept(List<Arm> arms) {
        String without = arms.stream()
                .map(arm -> Map.entry(
                        arm.label(),
                        arm.trials().stream()
                                .filter(trial -> isFailedTraining(trial)
                                        && trial.losses().isEmpty())
                                .count()))
                .filter(arm -> arm.getValue() > 0)
                .map(arm -> arm.getValue() + " of " + arm.getKey())
                .collect(Collectors.joining(", "));
        return without.isEmpty() ? "" : " Failed trainings without a curve: " + without + ".";
    }

    private static boolean isFailedTraining(TrialResult trial) {
        return trial.status() == Status.DIVERGED
                || trial.status() == Status.OUT_OF_MEMORY
                || trial.status() == Status.INTERRUPTED
                || trial.status() == Status.CRASHED;
    }

    /** Losses, or that there are none. */
    private static boolean hasToSay(Arm arm) {
        return hasLosses(arm) || !divergence(arm).isEmpty();
    }

    private static boolean hasLosses(Arm arm) {
        return LossTerm.of(List.of(arm)).stream().anyMatch(term -> has(arm, term));
    }

    private static boolean has(Arm arm, LossTerm term) {
        return arm.trials().stream().anyMatch(trial -> !term.points(trial).isEmpty());
    }

    /**
     * Every arm once, beside the first panel: with what became of its seeds there, if some diverged. Those of which no
     * training finished anywhere have no curve to be told by, and are named beside the panels where they diverged.
     */
    static List<PanelGrid.Entry> legend(List<Panel> panels) {
        List<PanelGrid.Entry> entries = new ArrayList<>();
        for (Line line : ArmPanels.legend(panels)) {
            Optional<Line> noted = panels.getFirst().lines().stream()
                    .filter(first -> first.name().equals(line.name())
                            && !divergence(first.arm()).isEmpty())
                    .findFirst();
            if (noted.isPresent()) {
                entries.add(note(noted.get()));
            } else if (panels.stream()
                    .flatMap(panel -> panel.lines().stream())
                    .anyMatch(other -> other.name().equals(line.name()) && !hasOnlyDiverged(other.arm()))) {
                entries.add(PlotTheme.entry(line));
            }
        }
        return entries;
    }

    private static boolean hasOnlyDiverged(Arm arm) {
        return !divergence(arm).isEmpty() && arm.finished().isEmpty();
    }

    /** What became of the seeds that have no curve to its end. */
    private static List<PanelGrid.Entry> notes(Panel panel) {
        return panel.lines().stream()
                .filter(line -> !divergence(line.arm()).isEmpty())
                .map(LossCurvePlot::note)
                .toList();
    }

    private static PanelGrid.Entry note(Line line) {
        return new PanelGrid.Entry(
                PlotTheme.marker(line.color()),
                PlotTheme.color(line.color()),
                line.name() + ": " + divergence(line.arm()));
    }

    /** How many seeds of an arm diverged, and when; empty if none did. */
    static String divergence(Arm arm) {
        List<TrialResult> diverged = arm.trials().stream()
                .filter(trial -> trial.status() == Status.DIVERGED)
                .toList();
        if (diverged.isEmpty()) {
            return "";
        }
        String when = Failures.steps(diverged)
                .map(steps -> (steps.contains(" ") ? " (steps " : " (step ") + steps + ")")
                .orElse("");
        return diverged.size() + " of " + arm.trials().size() + " diverged" + when;
    }

    private static XYChart chart(LossTerm term, LossAxis axis, Panel panel, int height) {
        String vertical = term.heading() + " (" + term.unit() + ")";
        String heading =
                panel.title().isEmpty() ? term.title() + " by training step" : term.title() + ", " + panel.title();
        XYChart chart = PlotTheme.lines(heading, "training step (count)", vertical, WIDTH, height);
        chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0).setYAxisMax(MARGIN * axis.greatest());
        if (!axis.showsAll()) {
            chart.getStyler().setYAxisMax(axis.end());
        }
        roundTicks(chart);
        Map<Line, List<Double>> left = new LinkedHashMap<>();
        for (Line line : panel.lines()) {
            left.put(line, seeds(chart, line, axis, term));
        }
        left.forEach((line, steps) -> {
            mean(chart, line, axis, term).ifPresent(steps::add);
            arrows(chart, steps, axis, line.color());
        });
        return chart;
    }

    /** Draws the single seeds of an arm; gives the steps at which they leave the axis. */
    private static List<Double> seeds(XYChart chart, Line line, LossAxis axis, LossTerm term) {
        List<Double> left = new ArrayList<>();
        List<TrialResult> trials = line.arm().trials();
        for (int seed = 0; seed < Math.min(PlotTheme.MOST_SEEDS, trials.size()); seed++) {
            LossAxis.Curve curve = axis.shown(term.points(trials.get(seed)));
            if (!curve.losses().isEmpty()) {
                String name = "seed " + seed + " of " + line.color();
                PlotTheme.thin(series(chart, name, curve), line.color());
                if (isFailedTraining(trials.get(seed)) && curve.left().isEmpty()) {
                    cross(chart, "end of " + name, curve, line.color());
                }
            }
            curve.left().ifPresent(left::add);
        }
        return left;
    }

    private static void cross(XYChart chart, String name, LossAxis.Curve curve, int index) {
        XYSeries end = chart.addSeries(name, new double[] {curve.steps().getLast()}, new double[] {
            curve.losses().getLast()
        });
        end.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        end.setMarker(SeriesMarkers.CROSS)
                .setMarkerColor(PlotTheme.color(index))
                .setShowInLegend(false);
    }

    /** Draws the mean of an arm; gives the step at which it leaves the axis. */
    private static Optional<Double> mean(XYChart chart, Line line, LossAxis axis, LossTerm term) {
        Map<Integer, Double> mean = mean(line.arm().finished(), term);
        LossAxis.Curve curve = axis.shown(mean);
        if (!curve.losses().isEmpty()) {
            PlotTheme.thick(series(chart, "mean of " + line.color(), curve), line.color());
            mean.values().removeIf(value -> value > axis.end());
            if (!mean.isEmpty()) {
                PlotTheme.marked(chart, steps(mean), PlotTheme.array(List.copyOf(mean.values())), line.color());
            }
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
    private static Map<Integer, Double> mean(List<TrialResult> trials, LossTerm term) {
        List<Map<Integer, Double>> runs = new ArrayList<>();
        for (TrialResult trial : trials) {
            Map<Integer, Double> points = term.points(trial);
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
}
