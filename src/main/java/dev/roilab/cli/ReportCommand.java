package dev.roilab.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Parameters(index = "0", paramLabel = "STUDY", description = "A study file, or the folder of its results.")
    private Path study = Path.of("");

    @Mixin
    private ResultsOption results = new ResultsOption();

    @Mixin
    private ReportsOption reports = new ReportsOption();

    ReportCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        reports.write(StoredResults.of(study, results), wiring);
        return ExitCode.OK;
    }
}
