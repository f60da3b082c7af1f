package dev.roilab.cli;

import dev.roilab.report.BenchReport;
import dev.roilab.run.timing.BenchStudy;
import dev.roilab.study.StudyPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code roilab bench}. */
@Command(
        name = "bench",
        description = "Time the arms of a study beside each other without training.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ResultsOption results = new ResultsOption();

    @Mixin
    private ReportsOption reports = new ReportsOption();

    @Spec
    private @Nullable CommandSpec spec;

    BenchCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            var bench =
                    new BenchStudy(wiring.executor().get(), wiring.stop(), CommandText.of(spec), wiring.freshProcess());
            bench.check(plan).forEach(warning -> wiring.out().println("warning: " + warning));
            progress.timingStarted(bench.arms(plan).size());
            BenchStudy.Outcome outcome = bench.run(plan, results.folder(study.file()), progress);
            progress.clear();
            wiring.out().println(outcome.table());
            wiring.out().println("times: " + outcome.file());
            Path report = reports.folder(study.file()).resolve(plan.study()).resolve("bench");
            new BenchReport().write(outcome.wholes(), outcome.results(), report);
            wiring.out().println("report: " + report.resolve("bench.md"));
            return ExitCode.OK;
        }
    }
}
