package dev.roilab.report.table;

import dev.roilab.claim.ClaimVerdict;
import dev.roilab.claim.Claims;
import dev.roilab.claim.ExactComparison;
import dev.roilab.claim.MeanTest;
import dev.roilab.claim.Numbers;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.statistics.SeedsNeeded;
import dev.roilab.study.formula.Claim;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The section of a report that lists what was claimed and what came of it. */
public final class ClaimsTable {
    private static final String RATIOS =
            " A ratio a / b is tested by the logarithms of the seeds' ratios. Where one is 0 or undefined, a / b against c "
                    + "is tested as a - c b against 0, which says the same as no b is negative; the ratio is then that of "
                    + "the means, with Fieller's interval where it has two ends.";

    private static final String EXACT =
            " What the settings alone decide is exact: one number, which is compared without a test.";

    private static final String WOULD_DECIDE =
            " Would decide, \"about\" and \"over\": with so many the test of the claim would reach its level in %.0f of 100"
                            .formatted(100 * SeedsNeeded.POWER)
                    + " repetitions (its power), if mean and deviation are those seen; the level is 0.05, divided"
                    + " by the number of claims that are not decided. \"At least\": fewer cannot decide, whatever they show.";

    private ClaimsTable() {}

    /** Empty if the study claims nothing. */
    public static List<Block> section(StudyResults results) {
        List<Claims.Entry> entries = Claims.entries(results);
        if (entries.isEmpty()) {
            return List.of();
        }
        TableBuilder table = new TableBuilder("claims")
                .text("claim")
                .text("verdict")
                .text("seen")
                .number("p")
                .text("would decide")
                .text("source");
        for (Claims.Entry entry : entries) {
            ClaimVerdict verdict = entry.verdict();
            table.row(List.of(
                    Text.of(stated(entry.claim())),
                    Text.bold(verdict.outcome().words()),
                    Text.of(verdict.seen()),
                    Text.of(entry.tested()
                            .map(found -> Numbers.p(found.adjusted()))
                            .orElse(Numbers.NONE)),
                    Text.of(verdict.needed()),
                    Text.of(entry.claim().source().orElse(""))));
        }
        return List.of(new Block.Heading(2, "Claims"), table.build(Text.of(caption(entries))));
    }

    /** Whether a number of seeds, or of processes, stands in the table as what would decide. */
    private static boolean open(List<Claims.Entry> entries) {
        return entries.stream().anyMatch(entry -> entry.verdict().needed().matches("(about|at least|over) [0-9].*"));
    }

    private static String stated(Claim claim) {
        String where = claim.where().orElse(Map.of()).entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
        return claim.that() + (where.isEmpty() ? "" : ", where " + where);
    }

    private static String caption(List<Claims.Entry> entries) {
        int claims = entries.size();
        boolean points = entries.stream()
                .flatMap(entry -> entry.tested().stream())
                .flatMap(claim -> claim.sides().stream())
                .allMatch(
                        side -> side.measure().unit().isTime() || side.measure().isShare());
        boolean ratios = entries.stream()
                .flatMap(entry -> entry.tested().stream())
                .anyMatch(claim ->
                        claim.test() instanceof MeanTest mean && mean.means().isPresent());
        boolean exact = entries.stream()
                .flatMap(entry -> entry.tested().stream())
                .anyMatch(claim -> claim.test() instanceof ExactComparison);
        String correction = claims > 1 ? " after Holm's correction for the " + claims + " claims of this study" : "";
        return "Supported or contradicted: at least five seeds, paired by seed, and p at most 0.05" + correction
                + " (Student's t over seeds, two-sided; counts of divergence by an exact test). With two to four seeds "
                + "the same is a hint for or against the claim, and otherwise the claim is undecided. In brackets: the "
                + "single 95 % interval, uncorrected."
                + (open(entries) ? WOULD_DECIDE : "")
                + (ratios ? RATIOS : "")
                + (exact ? EXACT : "")
                + (points ? " Differences of metrics in points of percent." : "");
    }
}
