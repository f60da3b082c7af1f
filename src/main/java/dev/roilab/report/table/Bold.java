package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Comparison;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Measure;
import dev.roilab.result.Status;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What a table says about its bold numbers. */
final class Bold {
    private Bold() {}

    /**
     * The sentence under a table.
     *
     * @param rival what a number must be better than all others of
     * @param shown what the table has columns of
     */
    static String caption(List<Arm> arms, String rival, Collection<Measure> shown) {
        boolean enough = arms.stream().anyMatch(arm -> arm.trials().size() >= Comparison.ENOUGH_SEEDS);
        return enough
                ? "Bold: better than every other " + rival + ", each time by a paired 95 % interval over at least "
                        + "five seeds that excludes zero; of " + judged(shown) + " only." + leftOut(arms, shown)
                : "Nothing is bold: fewer than five seeds show no winner.";
    }

    /** A rival may have fewer seeds than the others, and not by its merit. */
    private static String leftOut(List<Arm> arms, Collection<Measure> shown) {
        boolean diverged = arms.stream()
                .flatMap(arm -> arm.trials().stream())
                .anyMatch(trial -> trial.status() == Status.DIVERGED);
        String without = Failures.uncountedIn(shown);
        return diverged && !without.isEmpty()
                ? " Diverged trainings are left out of " + without + ", where they have no number."
                : "";
    }

    private static String judged(Collection<Measure> shown) {
        List<Measure> judged = shown.stream().filter(Measure::isJudged).toList();
        return judged.stream().allMatch(Measure::isAccuracy)
                ? "accuracies"
                : judged.stream().map(Measure::heading).collect(Collectors.joining(", "));
    }
}
