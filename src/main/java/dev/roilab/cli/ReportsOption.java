package dev.roilab.cli;

import dev.roilab.result.Origin;
import dev.roilab.result.StudyResults;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where reports go. */
final class ReportsOption {
    static final String DEFAULT = "reports";

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            description = "Folder of all studies' reports (default: " + DEFAULT
                    + " in the working folder; of the project's own studies, the project's).")
    private @Nullable Path folder;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Path folder() {
        return folder != null ? folder : StudyPath.outputs(command, DEFAULT);
    }

    /** Writes a study's report and says where it is. */
    void write(StudyResults results, Wiring wiring) {
        Path report = folder().resolve(results.study());
        wiring.report().accept(results, report);
        wiring.out().println("report: " + report.resolve("report.md"));
        Origin.notes(results).forEach(note -> wiring.out().println("note: " + note));
    }
}
