package dev.roilab.study;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is measured of every trial whatever its task: whether it diverged, how long it trained, the median of each stage
 * of its test and their sums.
 */
public final class HarnessMeasures {
    /** 1 where the loss was not finite, 0 where training came to its end; all that a failed trial may have. */
    public static final MeasureInfo DIVERGED = own("diverged", "diverged", "diverged", MeasureUnit.PERCENT, "");

    public static final MeasureInfo TRAINING =
            own("train_seconds", "training s", "training time", MeasureUnit.SECONDS, "");

    private static final String SUM = "Time an image: sum of the stages' medians";

    /** Over all stages. */
    public static final MeasureInfo TOTAL =
            own("total_ms", "ms an image", "test time", MeasureUnit.MILLISECONDS, SUM + ", proposals included.");

    /** Over the stages but that of the proposals. */
    public static final MeasureInfo WITHOUT_PROPOSALS = own(
            "total_without_proposals_ms",
            "ms without proposals",
            "test time without proposals",
            MeasureUnit.MILLISECONDS,
            "Time without proposals: sum of the other stages' medians.");

    private static final List<MeasureInfo> WHOLE = List.of(DIVERGED, TRAINING, TOTAL, WITHOUT_PROPOSALS);

    /** The stage that finds what a detector looks at: no part of it, and of all stages the longest. */
    public static final String PROPOSALS = "proposals";

    /** Ends the name of a stage's time. */
    public static final String MILLISECONDS = "_ms";

    private HarnessMeasures() {}

    private static MeasureInfo own(String name, String heading, String noun, MeasureUnit unit, String convention) {
        return new MeasureInfo(name, heading, noun, unit, Better.LOWER, Prominence.DETAIL, convention);
    }

    /** Those that every trial has. */
    public static List<MeasureInfo> ofEveryTrial() {
        return WHOLE;
    }

    /** The times of some stages, such as {@code roi_ms}. */
    public static List<MeasureInfo> ofStages(Collection<String> stages) {
        return stages.stream().map(HarnessMeasures::stage).toList();
    }

    private static MeasureInfo stage(String stage) {
        String words = stage.replace('_', ' ');
        return own(stage + MILLISECONDS, words + " ms", words, MeasureUnit.MILLISECONDS, "");
    }

    /** What is measured under a name, of trials that have such a stage. */
    public static Optional<MeasureInfo> find(String name) {
        Optional<MeasureInfo> whole =
                WHOLE.stream().filter(info -> info.name().equals(name)).findFirst();
        return whole.isEmpty() && name.endsWith(MILLISECONDS) && name.length() > MILLISECONDS.length()
                ? Optional.of(stage(name.substring(0, name.length() - MILLISECONDS.length())))
                : whole;
    }

    /** Whether it is a time of the test by the harness's clock, of which every process has its own. */
    public static boolean isTestTime(MeasureInfo info) {
        return info.equals(TOTAL) || info.equals(WITHOUT_PROPOSALS) || isStage(info);
    }

    /** How a number is computed, of trials whose tests have these stages. */
    public static String convention(MeasureInfo info, Collection<String> stages) {
        boolean included = stages.stream().anyMatch(HarnessMeasures::isProposals);
        return info.equals(TOTAL) && !included ? SUM + "." : info.convention();
    }

    /** Whether it is the time of one stage of the test. */
    public static boolean isStage(MeasureInfo info) {
        return info.name().endsWith(MILLISECONDS)
                && !WHOLE.contains(info)
                && find(info.name()).filter(info::equals).isPresent();
    }

    /** Whether a stage finds what a detector looks at. */
    public static boolean isProposals(String stage) {
        return stage.toLowerCase(Locale.ROOT).contains("proposal");
    }
}
