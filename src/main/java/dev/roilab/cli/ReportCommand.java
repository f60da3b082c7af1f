package dev.roilab.cli;

import dev.roilab.result.Sealing;
import dev.roilab.study.ProjectFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roilab report}. */
@Command(
        name = "report",
        description =
                "Write a study's report from its results; needs no data and trains nothing. Given the study file, the"
                        + " report follows its present question, claims, tables and plots.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "STUDY",
            converter = StudyPath.class,
            description = StudyPath.OR_RESULTS)
    private @Nullable Path study;

    @Option(
            names = "--readme",
            paramLabel = "FILE",
            description = "Renew the table of studies in this file from all results.")
    private @Nullable Path readme;

    @Option(
            names = "--seal",
            description = "First give results of older versions, which have no checksum of their own, one."
                    + " Compare them with their commit before.")
    private boolean seal;

    @Mixin
    private StoredResults results = new StoredResults();

    @Mixin
    private ReportsOption reports = new ReportsOption();

    ReportCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        if (study == null && readme == null) {
            throw new InputException("name a study, or give --readme FILE");
        }
        if (study != null) {
            reports.write(study, results.of(study, wiring, this::seal), wiring);
        }
        if (readme != null) {
            Readme.renew(readme, results.folder(study == null ? ProjectFolder.studies() : study));
            wiring.out().println("table of studies: " + readme);
        }
        return ExitCode.OK;
    }

    private void seal(Path folder) {
        if (seal) {
            wiring.out()
                    .println("sealed: %d files in %s"
                            .formatted(Sealing.of(folder).size(), folder));
        }
    }
}
