package dev.roilab.cli;

import dev.roilab.experiment.BenchStudy;
import dev.roilab.experiment.StudyPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code roilab bench}. */
@Command(
        name = "bench",
        description = "Time the arms of a study beside each other without training: fresh weights, fixed boxes.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ResultsOption results = new ResultsOption();

    BenchCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            var bench = new BenchStudy(wiring.executor().get(), wiring.stop());
            progress.timingStarted(bench.arms(plan).size());
            BenchStudy.Outcome outcome = bench.run(plan, results.folder(), progress);
            progress.clear();
            wiring.out().println(outcome.table());
            wiring.out().println("times: " + outcome.file());
            return ExitCode.OK;
        }
    }
}
