package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Claims;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Headline;
import dev.roilab.claim.Measure;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
                + " trials did not finish. They count in no mean of an arm; comparisons " + compared(results)
                + ", and say so. " + again(results));
        return List.of(new Block.Heading(2, "Failures"), table.build(caption));
    }

    /** What becomes of them in the study's claims, or where its arms are compared by the headline. */
    private static String compared(StudyResults results) {
        Set<Measure> measures = new LinkedHashSet<>(Set.of(Headline.of(results)));
        Claims.entries(results).stream()
                .flatMap(entry -> entry.tested().stream())
                .flatMap(claim -> claim.sides().stream())
                .forEach(side -> measures.add(side.measure()));
        String counted = measures.stream()
                .flatMap(measure -> Failures.counted(measure).stream())
                .distinct()
                .collect(Collectors.joining(" or "));
        String without = Failures.uncountedIn(measures);
        return counted.isEmpty()
                ? "leave them out"
                : "count a diverged one as " + counted
                        + (without.isEmpty() ? "" : ", but leave it out of " + without + ", where it has no number,")
                        + " and leave the others out";
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
