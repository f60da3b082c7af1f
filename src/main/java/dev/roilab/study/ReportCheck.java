package dev.roilab.study;

import dev.roilab.measure.Measures;
import dev.roilab.study.grid.StudyGrid;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.Suggestions;
import dev.roilab.yaml.YamlNode;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that a study's {@code report} block asks for what its trials will have. */
final class ReportCheck {
    private static final double SAME = 1e-6;

    private final Set<String> varied;
    private final Measures metrics;
    private final Problems problems;

    /**
     * A check.
     *
     * @param metrics what the trials can be asked for; empty where settings are wrong: then metrics are not looked at
     */
    ReportCheck(StudyGrid grid, Measures metrics, Problems problems) {
        this.varied = new LinkedHashSet<>(grid.varied());
        this.metrics = metrics;
        this.problems = problems;
    }

    void check(YamlNode document) {
        elements(document, "report.tables").forEach(table -> {
            for (String key : List.of("rows", "columns")) {
                table.at(key).ifPresent(this::path);
            }
            elements(table, "values").forEach(this::metric);
        });
        elements(document, "report.plots").forEach(plot -> {
            plot.at("value").ifPresent(this::metric);
            plot.at("iou").ifPresent(this::threshold);
        });
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

    /** Whether it is a number at all is the binder's business. */
    private void threshold(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return;
        }
        try {
            double iou = Double.parseDouble(scalar.text());
            double nearest = TrialMeasures.curveOverlaps().stream()
                    .min(Comparator.comparingDouble(kept -> Math.abs(kept - iou)))
                    .orElse(Double.NaN);
            if (!(Math.abs(nearest - iou) < SAME)) {
                problems.add(
                        scalar.position(),
                        "iou must be one of %s, for which trials keep their curves, got %s; did you mean %s?"
                                .formatted(TrialMeasures.curveOverlaps(), scalar.text(), nearest));
            }
        } catch (NumberFormatException _) {
            // Said by the binder.
        }
    }
}
