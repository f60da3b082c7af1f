package dev.roilab.study;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
import dev.roilab.measure.Measures;
import dev.roilab.model.Recipes;
import dev.roilab.study.ReportSettings.PlotSettings;
import dev.roilab.study.grid.StudyGrid;
import dev.roilab.task.Axis;
import dev.roilab.task.DeclaredCurves;
import dev.roilab.task.DeclaredShares;
import dev.roilab.task.LearningCurves;
import dev.roilab.task.Task;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.Spelling;
import dev.roilab.yaml.Suggestions;
import dev.roilab.yaml.YamlNode;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that a study's {@code report} block asks for what its trials will have. */
final class ReportCheck {
    private static final double SAME = 1e-6;
    private static final String SHARES_TYPE = Spelling.typeName(PlotSettings.Shares.class);

    /** Curves that a study has to ask for twice: to be measured, and to be drawn. */
    private static final Set<String> ALONG = Set.of(LearningCurves.TEST, LearningCurves.TRAINING);

    private final Set<String> varied;
    private final Measures metrics;
    private final DeclaredCurves curves;
    private final DeclaredShares shares;
    private final boolean testedAlong;
    private final Problems problems;

    /**
     * A check.
     *
     * @param metrics what the trials can be asked for; empty where settings are wrong: then metrics are not looked at
     * @param systems of the trials; where settings are wrong, all
     * @param trials none where settings are wrong
     */
    ReportCheck(
            StudyGrid grid,
            Measures metrics,
            List<Recipe<? extends ModelSettings, ?>> systems,
            List<Trial> trials,
            Problems problems) {
        this.testedAlong = trials.isEmpty()
                || trials.stream()
                        .anyMatch(trial ->
                                trial.settings().train().learningCurve().isPresent());
        this.varied = new LinkedHashSet<>(grid.varied());
        this.metrics = metrics;
        this.curves = Recipes.curves(systems);
        this.shares =
                DeclaredShares.of(systems.stream().<Task<?, ?>>map(Recipe::task).toList());
        this.problems = problems;
    }

    void check(YamlNode document) {
        elements(document, "report.tables").forEach(table -> {
            for (String key : List.of("rows", "columns")) {
                table.at(key).ifPresent(this::path);
            }
            elements(table, "values").filter(value -> !isWhole(value)).forEach(this::metric);
        });
        elements(document, "report.plots").forEach(plot -> {
            plot.at("value").ifPresent(this::metric);
            plot.at("iou").ifPresent(iou -> place("iou", iou, PlotSettings.PrCurve.NAME));
            if (plot.at("name").orElse(null) instanceof YamlNode.Scalar name) {
                if (plot.at("type").orElse(null) instanceof YamlNode.Scalar type
                        && type.text().equals(SHARES_TYPE)) {
                    whole(name);
                } else {
                    curve(plot, name);
                }
            }
            if (plot.at("beside").orElse(null) instanceof YamlNode.Scalar name && !name.isNull()) {
                beside(plot, name);
            }
        });
    }

    private boolean isWhole(YamlNode value) {
        return value instanceof YamlNode.Scalar name && shares.find(name.text()).isPresent();
    }

    private void whole(YamlNode.Scalar name) {
        if (shares.find(name.text()).isEmpty()) {
            String place = ", no trial has parts of it";
            problems.add(
                    name.position(),
                    Suggestions.unknown("whole", name.text(), place, new LinkedHashSet<>(shares.names())));
        }
    }

    private static Stream<YamlNode> elements(YamlNode node, String path) {
        return node.at(path).orElse(null) instanceof YamlNode.Sequence sequence
                ? sequence.elements().stream()
                : Stream.empty();
    }

    private void path(YamlNode node) {
        if (node instanceof YamlNode.Scalar path && !path.isNull() && !varied.contains(path.text())) {
            String place = " in report, vary does not have it";
            problems.add(path.position(), Suggestions.unknown("path", path.text(), place, varied));
        }
    }

    private void metric(YamlNode node) {
        if (node instanceof YamlNode.Scalar name
                && !metrics.all().isEmpty()
                && metrics.find(name.text()).isEmpty()) {
            problems.add(name.position(), TrialMeasures.unknown(name.text(), metrics));
        }
    }

    /** Both curves are drawn over one pair of axes. */
    private void beside(YamlNode plot, YamlNode.Scalar name) {
        curve(plot, name);
        boolean apart = plot.at("name").orElse(null) instanceof YamlNode.Scalar first
                && axes(first.text()).isPresent()
                && axes(name.text()).isPresent()
                && !axes(first.text()).equals(axes(name.text()));
        if (apart) {
            problems.add(
                    name.position(),
                    "the curve '%s' has other axes; ask for it in a plot of its own".formatted(name.text()));
        }
    }

    private Optional<List<Axis>> axes(String name) {
        return curves.all().stream()
                .filter(curve -> curve.name().equals(name))
                .findFirst()
                .map(curve -> List.of(curve.across(), curve.up()));
    }

    private void curve(YamlNode plot, YamlNode.Scalar name) {
        Set<String> known = new LinkedHashSet<>(curves.names());
        if (!known.contains(name.text())) {
            problems.add(name.position(), Suggestions.unknown("curve", name.text(), ", no trial keeps it", known));
            return;
        }
        if (!testedAlong && ALONG.contains(name.text())) {
            problems.add(
                    name.position(),
                    "no trial is tested along its training; set train.learning_curve, such as {points: 20, images: 200}");
        }
        List<Double> places = curves.places(name.text());
        YamlNode at = plot.at("at").orElse(null);
        if (at instanceof YamlNode.Scalar given && !given.isNull()) {
            place("at", given, name.text());
        } else if (!places.isEmpty()) {
            problems.add(
                    name.position(), "there are several curves '%s': add at, one of %s".formatted(name.text(), places));
        }
    }

    /** Whether it is a number at all is the binder's business. */
    private void place(String key, YamlNode node, String curve) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return;
        }
        List<Double> kept = curves.places(curve);
        if (kept.isEmpty()) {
            problems.add(
                    scalar.position(),
                    "no trial keeps a curve '%s' that has %s; remove the plot".formatted(curve, key));
            return;
        }
        try {
            double asked = Double.parseDouble(scalar.text());
            double nearest = kept.stream()
                    .min(Comparator.comparingDouble(place -> Math.abs(place - asked)))
                    .orElse(Double.NaN);
            if (!(Math.abs(nearest - asked) < SAME)) {
                problems.add(
                        scalar.position(),
                        "%s must be one of %s, for which trials keep their curves, got %s; did you mean %s?"
                                .formatted(key, kept, scalar.text(), nearest));
            }
        } catch (NumberFormatException _) {
            // Said by the binder.
        }
    }
}
