package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialResult.StageTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A number that every finished trial may have: a metric ({@code ap50}), the training time ({@code train_seconds}), the
 * median of a stage ({@code roi_ms}), or the sum of those medians ({@code total_ms},
 * {@code total_without_proposals_ms}).
 */
record Measure(String name, Unit unit) {
    /** What the values count; metrics in [0, 1] are printed in percent. */
    enum Unit {
        PERCENT,
        SECONDS,
        MILLISECONDS
    }

    static final Measure TRAINING = of("train_seconds");
    static final Measure TOTAL = of("total_ms");
    static final Measure WITHOUT_PROPOSALS = of("total_without_proposals_ms");

    private static final Map<String, String> HEADINGS = Map.of(
            "voc07", "VOC07",
            "voc_area", "VOC area",
            "train_seconds", "training s",
            "total_ms", "ms an image",
            "total_without_proposals_ms", "ms without proposals");

    static Measure of(String name) {
        Unit unit =
                name.equals("train_seconds") ? Unit.SECONDS : name.endsWith("_ms") ? Unit.MILLISECONDS : Unit.PERCENT;
        return new Measure(name, unit);
    }

    /** What main tables show of a metric. */
    static List<Measure> accuracies() {
        return List.of(of("ap50"), of("ap75"), of("ap"), of("voc07"), of("voc_area"));
    }

    boolean isAccuracy() {
        return unit == Unit.PERCENT;
    }

    /** Absent where the trial has no such number, is not a number, or is marked as undefined by a negative value. */
    OptionalDouble in(TrialResult trial) {
        double value = switch (unit) {
            case PERCENT -> trial.metrics().getOrDefault(name, Double.NaN);
            case SECONDS -> trial.trainSeconds();
            case MILLISECONDS -> milliseconds(trial);
        };
        return Double.isFinite(value) && value >= 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    String heading() {
        if (name.startsWith("ap") && isAccuracy()) {
            return "AP" + name.substring(2);
        }
        return HEADINGS.getOrDefault(name, name.replace('_', ' '));
    }

    /** For an axis. */
    String headingWithUnit() {
        return switch (unit) {
            case PERCENT -> heading() + " (percent)";
            case SECONDS -> "training time (seconds)";
            case MILLISECONDS -> heading().replace(" ms", "") + (heading().startsWith("ms") ? "" : " (ms an image)");
        };
    }

    /** In the unit that is printed: percent for metrics. */
    double printed(double value) {
        return isAccuracy() ? 100 * value : value;
    }

    String text(double value) {
        return Numbers.fixed(printed(value), 1);
    }

    static boolean isProposalStage(String stage) {
        return stage.toLowerCase(Locale.ROOT).contains("proposal");
    }

    /** Lower case, with underscores: a column of a table of data. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^_+|_+$", "")
                .toLowerCase(Locale.ROOT);
    }

    private double milliseconds(TrialResult trial) {
        double sum = Double.NaN;
        for (Map.Entry<String, StageTime> stage : trial.stages().entrySet()) {
            if (includes(stage.getKey())) {
                sum = (Double.isNaN(sum) ? 0 : sum) + stage.getValue().median();
            }
        }
        return sum;
    }

    private boolean includes(String stage) {
        return switch (name) {
            case "total_ms" -> true;
            case "total_without_proposals_ms" -> !isProposalStage(stage);
            default -> name.equals(snakeCase(stage) + "_ms");
        };
    }
}
