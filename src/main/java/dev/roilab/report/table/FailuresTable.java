package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Headline;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.List;

/** The section of a report that lists the trials that did not finish. */
public final class FailuresTable {
    private FailuresTable() {}

    /** Empty if every trial finished. */
    public static List<Block> section(StudyResults results, List<Arm> arms) {
        TableBuilder table = new TableBuilder("failures")
                .text("arm")
                .number("seed")
                .text("status")
                .text("message");
        for (Arm arm : arms) {
            for (TrialResult trial : arm.trials()) {
                if (!Arm.isFinished(trial)) {
                    String message = Failures.shortened(trial.failure().orElse("no message"), Failures.LONGEST_MESSAGE);
                    table.words(
                            List.of(arm.label(), Long.toString(trial.seed()), Failures.word(trial.status()), message));
                }
            }
        }
        if (table.isEmpty()) {
            return List.of();
        }
        long failed = results.trials().stream()
                .filter(trial -> !Arm.isFinished(trial))
                .count();
        Text caption = Text.of(failed + " of " + results.trials().size()
                + " trials did not finish. They count in no mean of an arm; comparisons "
                + Failures.counted(Headline.of(results))
                        .map(worst -> "count a diverged one as " + worst + " and leave the others out")
                        .orElse("leave them out")
                + ", and say so. Running the study again tries them again.");
        return List.of(new Block.Heading(2, "Failures"), table.build(caption));
    }
}
