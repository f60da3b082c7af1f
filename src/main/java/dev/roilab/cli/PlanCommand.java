package dev.roilab.cli;

import dev.roilab.run.RunOptions;
import dev.roilab.run.SharedWorkCount;
import dev.roilab.run.StudyEstimate;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code roilab plan}. */
@Command(
        name = "plan",
        description = "Check a study and list its trials, with those whose results would be reused; train nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ResultsOption results = new ResultsOption();

    @Option(names = "--no-estimate", description = "Measure nothing; say nothing about time and memory.")
    private boolean withoutEstimate;

    PlanCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            TrialExecutor executor = wiring.executor().get();
            var runner = new StudyRunner(executor, progress, RunOptions.in(results.told(study.file(), wiring)));
            runner.check(plan).forEach(warning -> wiring.out().println("warning: " + warning));
            wiring.out().println(plan.study() + ": " + plan.question());
            List<Trial> toRun = new ArrayList<>();
            var reasons = new PlanReasons();
            for (Trial trial : plan.trials()) {
                boolean reuse = runner.decide(trial) == StudyRunner.Decision.REUSE;
                if (!reuse) {
                    toRun.add(trial);
                }
                wiring.out().println((reuse ? "  reuse  " : "  run    ") + trial.name());
                reasons.add(runner.explain(trial), reuse);
            }
            wiring.out().println("%d trials, %d to run".formatted(plan.trials().size(), toRun.size()));
            String shared = SharedWorkCount.text(plan.trials(), executor);
            if (!shared.isEmpty()) {
                wiring.out().println(shared);
            }
            reasons.lines().forEach(line -> wiring.out().println("  " + line));
            if (!withoutEstimate) {
                StudyEstimate.of(toRun, executor)
                        .ifPresent(estimate -> wiring.out().println(estimate.text()));
            }
            return ExitCode.OK;
        }
    }
}
