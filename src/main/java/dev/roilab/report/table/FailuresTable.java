package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Headline;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.Status;
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
                + ", and say so. " + again(results));
        return List.of(new Block.Heading(2, "Failures"), table.build(caption));
    }

    /** A trial that has not begun, or that somebody works on, has not failed. */
    private static String again(StudyResults results) {
        long running = count(results, Status.RUNNING);
        long waiting = count(results, Status.PLANNED);
        String now = running == 0 ? "" : running + " of them " + (running == 1 ? "is" : "are") + " running now. ";
        String later = waiting == 0 ? "" : waiting + " of them " + (waiting == 1 ? "has" : "have") + " not begun. ";
        return now + later + "Running the study " + (running + waiting == 0 ? "again tries them again." : "does them.");
    }

    private static long count(StudyResults results, Status status) {
        return results.trials().stream()
                .filter(trial -> trial.status() == status)
                .count();
    }
}
