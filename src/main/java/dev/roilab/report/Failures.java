package dev.roilab.report;

import dev.roilab.experiment.Status;
import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said about trials that did not finish; they are never left out. */
final class Failures {
    /** Longer messages are in the trial's log. */
    private static final int LONGEST_MESSAGE = 300;

    private Failures() {}

    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Status and message, the status once: {@code diverged @ step 812}. */
    static String text(TrialResult trial) {
        String word = word(trial.status());
        String message = trial.failure().orElse("").strip();
        if (message.isEmpty()) {
            return word;
        }
        return message.toLowerCase(Locale.ROOT).startsWith(word) ? message : word + ": " + message;
    }

    /** For a cell: every failed seed of some trials, empty if all finished. */
    static String bySeed(List<TrialResult> trials) {
        return trials.stream()
                .filter(trial -> !Arm.isFinished(trial))
                .map(trial -> "seed " + trial.seed() + ": " + Markdown.escape(shortened(text(trial), 60)))
                .collect(Collectors.joining("; "));
    }

    /** Empty if every trial finished. */
    static String section(StudyResults results, List<Arm> arms) {
        MarkdownTable table =
                new MarkdownTable().text("arm").number("seed").text("status").text("message");
        for (Arm arm : arms) {
            for (TrialResult trial : arm.trials()) {
                if (!Arm.isFinished(trial)) {
                    String message = shortened(trial.failure().orElse("no message"), LONGEST_MESSAGE);
                    table.row(List.of(
                            Markdown.escape(arm.label()),
                            Long.toString(trial.seed()),
                            word(trial.status()),
                            Markdown.escape(message)));
                }
            }
        }
        if (table.isEmpty()) {
            return "";
        }
        long failed = results.trials().stream()
                .filter(trial -> !Arm.isFinished(trial))
                .count();
        return "## Failures\n\n" + failed + " of " + results.trials().size()
                + " trials did not finish. They count in no mean; running the study again tries them again.\n\n"
                + table.markdown() + "\n";
    }

    private static String shortened(String text, int longest) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= longest ? line : line.substring(0, longest - 1).strip() + "…";
    }
}
