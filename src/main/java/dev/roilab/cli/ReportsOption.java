package dev.roilab.cli;

import dev.roilab.result.Origin;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.study.ProjectFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where reports go. */
final class ReportsOption {
    static final String DEFAULT = "reports";

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            description = "Folder of all studies' reports (default: " + DEFAULT
                    + " in the working folder; of the project's own studies, the project's).")
    private @Nullable Path folder;

    /** Folder of all studies' reports, this study's among them. */
    Path folder(Path study) {
        return folder != null ? folder : ProjectFolder.outputs(study, DEFAULT);
    }

    /** Writes the report of a study, given by its file or by the folder of its results, and says where it is. */
    void write(Path study, StudyResults results, Wiring wiring) {
        Path report = folder(study).resolve(results.study());
        wiring.report().accept(results, report);
        wiring.out().println("report: " + report.resolve("report.md"));
        damaged(results.trials()).ifPresent(note -> wiring.out().println("note: " + note));
        Origin.notes(results).forEach(note -> wiring.out().println("note: " + note));
    }

    /** In one line for all: the report has their reasons one by one. */
    private static Optional<String> damaged(List<TrialResult> trials) {
        List<TrialResult> damaged = trials.stream()
                .filter(trial -> trial.status() == Status.DAMAGED)
                .toList();
        if (damaged.isEmpty()) {
            return Optional.empty();
        }
        TrialResult first = damaged.getFirst();
        return Optional.of("%d of %d trials without numbers, damaged: %s: %s%s"
                .formatted(
                        damaged.size(),
                        trials.size(),
                        first.trial(),
                        first.failure().orElse(""),
                        damaged.size() == 1 ? "" : "; and " + (damaged.size() - 1) + " more"));
    }
}
