package dev.roilab.claim;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.HarnessMeasures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A number that a trial may have, as reports print it and speak of it. All that is said follows from its declaration,
 * which came with the results.
 */
public record Measure(MeasureInfo info) {
    /** Which trainings diverged. */
    public static final Measure DIVERGED = new Measure(HarnessMeasures.DIVERGED);
    /** The whole training. */
    public static final Measure TRAINING = new Measure(HarnessMeasures.TRAINING);
    /** All stages of an image. */
    public static final Measure TOTAL = new Measure(HarnessMeasures.TOTAL);
    /** All stages of an image but its proposals. */
    public static final Measure WITHOUT_PROPOSALS = new Measure(HarnessMeasures.WITHOUT_PROPOSALS);

    /** What is known under a name; of one that no trial declares it is known that there are no numbers. */
    public static Measure of(StudyResults results, String name) {
        return new Measure(results.measure(name)
                .orElseGet(() -> new MeasureInfo(
                        name,
                        name.replace('_', ' '),
                        name.replace('_', ' '),
                        MeasureUnit.NUMBER,
                        Better.NEITHER,
                        Prominence.DETAIL,
                        "")));
    }

    /** What task and systems have measured, in the order of the columns of a table of results. */
    public static List<Measure> declared(StudyResults results) {
        return results.measures().all().stream().map(Measure::new).toList();
    }

    /** As studies and results write it. */
    public String name() {
        return info.name();
    }

    /** Of the values that trials keep. */
    public MeasureUnit unit() {
        return info.unit();
    }

    /** Whether a report shows it where one of this prominence is shown. */
    public boolean isAtLeast(Prominence prominence) {
        return info.prominence().compareTo(prominence) <= 0;
    }

    /** Whether it is printed in percent. */
    public boolean isShare() {
        return unit().isShare();
    }

    /** Whether tables name a winner by it: times are judged by claims, which know how they were taken. */
    public boolean isJudged() {
        return info.better() != Better.NEITHER && !equals(TRAINING) && !isTestTime() && !isDivergence();
    }

    /** Whether it is a share that is better if larger. */
    public boolean isAccuracy() {
        return isJudgedShare() && info.better() == Better.HIGHER;
    }

    private boolean isJudgedShare() {
        return isJudged() && unit().equals(MeasureUnit.PERCENT);
    }

    /** Whether it tells which trainings diverged. */
    public boolean isDivergence() {
        return equals(DIVERGED);
    }

    /** Whether it is a time of the test by the harness's clock. */
    public boolean isTestTime() {
        return HarnessMeasures.isTestTime(info);
    }

    /** Which values are better. */
    public Better better() {
        return info.better();
    }

    /**
     * What a system has that finds nothing: 0 of an accuracy, 1 of a share of errors. Absent of shares of what was
     * found, where it has none; of what the settings decide, which no training can spoil; and of measures without end.
     */
    OptionalDouble worst() {
        boolean defined = !info.ofFindings() && !info.exact();
        return defined && isJudgedShare()
                ? OptionalDouble.of(info.better() == Better.HIGHER ? 0 : 1)
                : OptionalDouble.empty();
    }

    /**
     * As {@link #in}, except that a training that diverged has what a system has that finds nothing, where that is
     * defined. To leave it out would favour the side that diverges, of which only the lucky trainings would count.
     */
    public OptionalDouble counted(TrialResult trial) {
        return trial.status() == Status.DIVERGED && worst().isPresent() ? worst() : in(trial);
    }

    /**
     * A number of a trial, whoever measured it. Absent where the trial failed or has no such number, is not a number,
     * or is marked as undefined by a negative value.
     */
    public OptionalDouble in(TrialResult trial) {
        if (isDivergence()) {
            return switch (trial.status()) {
                case OK -> OptionalDouble.of(0);
                case DIVERGED -> OptionalDouble.of(1);
                default -> OptionalDouble.empty();
            };
        }
        if (trial.status() != Status.OK) {
            return OptionalDouble.empty();
        }
        double value = equals(TRAINING)
                ? trial.trainSeconds()
                : isTestTime() ? milliseconds(trial) : trial.metrics().getOrDefault(name(), Double.NaN);
        return Double.isFinite(value) && value >= 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
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
        return equals(TOTAL)
                || (equals(WITHOUT_PROPOSALS)
                        ? !HarnessMeasures.isProposals(stage)
                        : name().equals(stage.replace(' ', '_') + HarnessMeasures.MILLISECONDS));
    }

    /** For the head of a table's column. */
    public String heading() {
        return info.heading();
    }

    /** The heading with the unit, unless that is percent or said already: of a column. */
    public String column() {
        String word = isShare() ? "" : unitOfDifferences();
        boolean said = word.isEmpty()
                || Pattern.compile("(^|\\W)" + Pattern.quote(word) + "($|\\W)")
                        .matcher(heading())
                        .find();
        return said ? heading() : heading() + ", " + word;
    }

    /** What is measured, without its unit: for the title of a picture. */
    public String subject() {
        return info.noun();
    }

    /** In a sentence, after "the": {@code AP75}, {@code training time}, {@code time in fc6}. */
    public String noun() {
        return HarnessMeasures.isStage(info) ? "time in " + info.noun() : info.noun();
    }

    /** Of a difference: {@code higher}, {@code shorter}, {@code larger}; no judgement. */
    public String comparative(double difference) {
        if (unit().isTime()) {
            return difference > 0 ? "longer" : "shorter";
        }
        if (info.better() == Better.NEITHER) {
            return difference > 0 ? "larger" : "smaller";
        }
        return difference > 0 ? "higher" : "lower";
    }

    /** For an axis. */
    String headingWithUnit() {
        if (unit().equals(MeasureUnit.NUMBER)) {
            return subject();
        }
        String words = isTestTime()
                ? "ms an image"
                : isShare() ? "percent" : unit().equals(MeasureUnit.SECONDS) ? "seconds" : unit().symbol();
        return subject() + " (" + words + ")";
    }

    /** In the unit that is printed: shares in percent. */
    public double printed(double value) {
        return isShare() ? 100 * value : value;
    }

    /** In the unit that is printed, with the decimals of its size. */
    public String text(double value) {
        return text(value, value);
    }

    /** With as many decimals as {@code other} has: a deviation beside its mean. */
    public String text(double value, double other) {
        return Numbers.fixed(printed(value), decimals(printed(other)));
    }

    /** Of a difference that is in the printed unit already: {@code +4.0 points}. */
    public String signed(double difference) {
        return (Numbers.signed(difference, decimals(difference)) + " " + unitOfDifferences()).strip();
    }

    /** Without unit and with as many decimals as {@code other} has, both in the printed unit already. */
    public String signed(double difference, double other) {
        return Numbers.signed(difference, decimals(other));
    }

    /** As a claim writes it: {@code points}, {@code ms}. */
    public String unitOfDifferences() {
        return unit().words().getFirst();
    }

    /** Decimals: what is smaller is nothing. */
    private static final int MOST = 9;

    /** Shares to a tenth of a percent; of what is not counted about three digits, whatever its size. */
    int decimals(double printed) {
        if (isShare()) {
            return 1;
        }
        if (unit().isWhole()) {
            return 0;
        }
        double size = Math.abs(printed);
        if (size >= 10 || size == 0) {
            return 1;
        }
        if (size >= 1) {
            return 2;
        }
        // Two digits that count, however small: a time is never printed as nothing.
        return size >= 0.01 ? 3 : (int) Math.clamp(1 - Math.floor(Math.log10(size)), 4, MOST);
    }

    /** Lower case, with underscores: a column of a table of data. */
    public static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^_+|_+$", "")
                .toLowerCase(Locale.ROOT);
    }
}
