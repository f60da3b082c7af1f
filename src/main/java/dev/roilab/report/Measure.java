package dev.roilab.report;

import dev.roilab.experiment.MetricUnit;
import dev.roilab.experiment.Status;
import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialResult.StageTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

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

    /** Average precision and recall by any convention, and what else is called an accuracy. */
    private static final Pattern ACCURACY =
            Pattern.compile("(ap|ar)([0-9]+|[sml])?|voc07|voc_area|recall.*|.*accuracy");

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

    /** Whether it is a part of something, printed in percent. */
    boolean isShare() {
        return unit == MetricUnit.PERCENT;
    }

    /** Whether it says how well objects are found: between 0, for nothing, and 1. */
    boolean isAccuracy() {
        return isShare() && ACCURACY.matcher(name).matches();
    }

    boolean isDivergence() {
        return name.equals(DIVERGED);
    }

    /** Known of accuracies, times, errors and divergence; of nothing else. */
    Direction direction() {
        return switch (unit) {
            case SECONDS, MILLISECONDS -> Direction.LOWER;
            case MEGABYTES, COUNT -> Direction.UNKNOWN;
            case PERCENT ->
                isAccuracy()
                        ? Direction.HIGHER
                        : isDivergence() || name.endsWith("_error") ? Direction.LOWER : Direction.UNKNOWN;
        };
    }

    /**
     * As {@link #in}, except that a training that diverged has an accuracy of 0: it found nothing. To leave it out
     * would favour the side that diverges, of which only the lucky trainings would count.
     */
    OptionalDouble counted(TrialResult trial) {
        return isAccuracy() && trial.status() == Status.DIVERGED ? OptionalDouble.of(0) : in(trial);
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

    /** In a sentence, after "the": {@code AP75}, {@code training time}, {@code time in fc6}. */
    String noun() {
        return switch (name) {
            case "total_ms" -> "test time";
            case "total_without_proposals_ms" -> "test time without proposals";
            case "train_seconds" -> "training time";
            case "energy_fc6", "energy_fc7" -> "energy kept of " + name.substring("energy_".length());
            case "fc_parameters" -> "share of fc parameters left";
            case "file_size" -> "share of the file left";
            default -> unit == MetricUnit.MILLISECONDS ? "time in " + subject() : subject();
        };
    }

    /** Of a difference: {@code higher}, {@code shorter}, {@code larger}; no judgement. */
    String comparative(double difference) {
        return switch (unit) {
            case SECONDS, MILLISECONDS -> difference > 0 ? "longer" : "shorter";
            case MEGABYTES, COUNT -> difference > 0 ? "larger" : "smaller";
            case PERCENT ->
                direction() == Direction.UNKNOWN
                        ? difference > 0 ? "larger" : "smaller"
                        : difference > 0 ? "higher" : "lower";
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
        return isShare() ? 100 * value : value;
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

    /** Without unit and with as many decimals as {@code other} has, both in the printed unit already. */
    String signed(double difference, double other) {
        return Numbers.signed(difference, decimals(other));
    }

    /** As a claim writes it: {@code points}, {@code ms}. */
    String unitOfDifferences() {
        return unit.words().getFirst();
    }

    /** Decimals: what is smaller is nothing. */
    private static final int MOST = 9;

    /** Shares to a tenth of a percent; of times and sizes about three digits, whatever their size. */
    private int decimals(double printed) {
        return switch (unit) {
            case PERCENT -> 1;
            case COUNT -> 0;
            case SECONDS, MILLISECONDS, MEGABYTES -> {
                double size = Math.abs(printed);
                // Two digits that count, however small: a time is never printed as nothing.
                yield size >= 10 || size == 0
                        ? 1
                        : size >= 1
                                ? 2
                                : size >= 0.01 ? 3 : (int) Math.clamp(1 - Math.floor(Math.log10(size)), 4, MOST);
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
