package dev.roilab.report;

import java.util.List;

/** What a table says about its bold numbers. */
final class Bold {
    private Bold() {}

    /** @param rival what a number must be better than all others of */
    static String caption(List<Arm> arms, String rival) {
        boolean enough = arms.stream().anyMatch(arm -> arm.trials().size() >= Comparison.ENOUGH_SEEDS);
        return enough
                ? "Bold: better than every other " + rival + ", each time by a paired 95 % interval over at least "
                        + "five seeds that excludes zero; of accuracies only."
                : "Nothing is bold: fewer than five seeds show no winner.";
    }
}
