package dev.roilab.cli;

import dev.roilab.experiment.RunOptions;
import dev.roilab.experiment.StudyPlan;
import dev.roilab.experiment.StudyRunner;
import dev.roilab.experiment.Trial;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code roilab plan}. */
@Command(
        name = "plan",
        description = "Check a study and list its trials, with those whose results would be reused; run nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ResultsOption results = new ResultsOption();

    PlanCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            var options = RunOptions.in(results.folder());
            var runner = new StudyRunner(wiring.executor().get(), progress, options);
            runner.check(plan).forEach(warning -> wiring.out().println("warning: " + warning));
            wiring.out().println(plan.study() + ": " + plan.question());
            int reused = 0;
            for (Trial trial : plan.trials()) {
                boolean reuse = runner.decide(trial) == StudyRunner.Decision.REUSE;
                reused += reuse ? 1 : 0;
                wiring.out().println((reuse ? "  reuse  " : "  run    ") + trial.name());
            }
            wiring.out()
                    .println("%d trials, %d to run"
                            .formatted(plan.trials().size(), plan.trials().size() - reused));
            return ExitCode.OK;
        }
    }
}
