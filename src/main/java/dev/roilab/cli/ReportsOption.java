package dev.roilab.cli;

import dev.roilab.experiment.Origin;
import dev.roilab.experiment.StudyResults;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where reports go. */
final class ReportsOption {
    @Option(
            names = "--reports",
            paramLabel = "DIR",
            defaultValue = "reports",
            description = "Folder of all studies' reports (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("reports");

    Path folder() {
        return folder;
    }

    /** Writes a study's report and says where it is. */
    void write(StudyResults results, Wiring wiring) {
        Path report = folder.resolve(results.study());
        wiring.report().accept(results, report);
        wiring.out().println("report: " + report.resolve("report.md"));
        Origin.notes(results).forEach(note -> wiring.out().println("note: " + note));
    }
}
