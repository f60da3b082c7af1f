package dev.roilab.report;

import dev.roilab.experiment.MetricUnit;
import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialResult.StageTime;
import dev.roilab.report.statistics.MeanEstimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A number that a trial may have: a metric ({@code ap50}), the training time ({@code train_seconds}), the median of a
 * stage ({@code roi_ms}), or the sum of those medians ({@code total_ms}, {@code total_without_proposals_ms}). Trials
 * that failed have one number only, {@code diverged}: 1 where the loss was not finite, 0 where training came to its
 * end.
 */
record Measure(String name, MetricUnit unit) {
    static final Measure TRAINING = of("train_seconds");
    static final Measure TOTAL = of("total_ms");
    static final Measure WITHOUT_PROPOSALS = of("total_without_proposals_ms");

    private static final String DIVERGED = "diverged";

    private static final Map<String, String> HEADINGS = Map.of(
            "voc07", "VOC07",
            "voc_area", "VOC area",
            "train_seconds", "training s",
            "total_ms", "ms an image",
            "total_without_proposals_ms", "ms without proposals",
            "energy_fc6", "% of fc6's energy kept",
            "energy_fc7", "% of fc7's energy kept",
            "fc_parameters", "% of fc parameters left",
            "file_size", "% of the file left");

    static Measure of(String name) {
        return new Measure(name, MetricUnit.of(name));
    }

    /** What main tables show of a metric. */
    static List<Measure> accuracies() {
        return List.of(of("ap50"), of("ap75"), of("ap"), of("voc07"), of("voc_area"));
    }

    boolean isAccuracy() {
        return unit == MetricUnit.PERCENT;
    }

    boolean lowerIsBetter() {
        return unit != MetricUnit.PERCENT || name.endsWith("_error") || name.equals(DIVERGED);
    }

    /**
     * Absent where the trial failed or has no such number, is not a number, or is marked as undefined by a negative
     * value.
     */
    OptionalDouble in(TrialResult trial) {
        if (name.equals(DIVERGED)) {
            return switch (trial.status()) {
                case OK -> OptionalDouble.of(0);
                case DIVERGED -> OptionalDouble.of(1);
                default -> OptionalDouble.empty();
            };
        }
        if (!Arm.isFinished(trial)) {
            return OptionalDouble.empty();
        }
        double value = trial.metrics().getOrDefault(name, Double.NaN);
        if (Double.isNaN(value)) {
            value = switch (unit) {
                case SECONDS -> name.equals("train_seconds") ? trial.trainSeconds() : Double.NaN;
                case MILLISECONDS -> milliseconds(trial);
                case PERCENT, MEGABYTES, COUNT -> Double.NaN;
            };
        }
        return Double.isFinite(value) && value >= 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    String heading() {
        if (name.startsWith("ap") && isAccuracy()) {
            return "AP" + name.substring(2);
        }
        return HEADINGS.getOrDefault(name, name.replace('_', ' '));
    }

    /** What is measured, without its unit: for the title of a picture. */
    String subject() {
        return switch (name) {
            case "total_ms" -> "test time";
            case "train_seconds" -> "training time";
            default -> heading().replaceAll("^ms | ms$| mb$| count$| seconds$", "");
        };
    }

    /** For an axis. */
    String headingWithUnit() {
        return subject() + " ("
                + switch (unit) {
                    case PERCENT -> "percent";
                    case SECONDS -> "seconds";
                    case MILLISECONDS -> "ms an image";
                    case MEGABYTES -> "MB";
                    case COUNT -> "count";
                }
                + ")";
    }

    /** In the unit that is printed: percent for metrics. */
    double printed(double value) {
        return isAccuracy() ? 100 * value : value;
    }

    String text(double value) {
        return text(value, value);
    }

    /** With as many decimals as {@code other} has: a deviation beside its mean. */
    String text(double value, double other) {
        return Numbers.fixed(printed(value), decimals(printed(other)));
    }

    /** Of a difference that is in the printed unit already: {@code +4.0 points}. */
    String signed(double difference) {
        return (Numbers.signed(difference, decimals(difference)) + " " + unitOfDifferences()).strip();
    }

    /** Of a difference that is in the printed unit already: {@code [+3.1, +4.9]}. */
    String interval(MeanEstimate difference) {
        int decimals = decimals(difference.mean());
        return "[" + Numbers.signed(difference.low(), decimals) + ", " + Numbers.signed(difference.high(), decimals)
                + "]";
    }

    /** As a claim writes it: {@code points}, {@code ms}. */
    String unitOfDifferences() {
        return unit.words().getFirst();
    }

    /** Shares to a tenth of a percent; of times and sizes about three digits, whatever their size. */
    private int decimals(double printed) {
        return switch (unit) {
            case PERCENT -> 1;
            case COUNT -> 0;
            case SECONDS, MILLISECONDS, MEGABYTES -> {
                double size = Math.abs(printed);
                yield size >= 10 || size == 0 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 4;
            }
        };
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
        double sum = 0;
        boolean any = false;
        for (Map.Entry<String, StageTime> stage : trial.stages().entrySet()) {
            if (includes(stage.getKey())) {
                any = true;
                // A stage that nobody measured leaves no sum.
                sum += stage.getValue().median();
            }
        }
        return any ? sum : Double.NaN;
    }

    private boolean includes(String stage) {
        return switch (name) {
            case "total_ms" -> true;
            case "total_without_proposals_ms" -> !isProposalStage(stage);
            default -> name.equals(snakeCase(stage) + "_ms");
        };
    }
}
