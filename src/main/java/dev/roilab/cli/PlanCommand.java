package dev.roilab.cli;

import dev.roilab.run.RunOptions;
import dev.roilab.run.SharedWorkCount;
import dev.roilab.run.StudyEstimate;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.TestSplits;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            testSplits(plan, executor);
            reasons.lines().forEach(line -> wiring.out().println("  " + line));
            runner.damage(plan).ifPresent(line -> wiring.out().println("  " + line));
            if (!withoutEstimate) {
                estimate(toRun, executor);
            }
            return ExitCode.OK;
        }
    }

    private void testSplits(StudyPlan plan, TrialExecutor executor) {
        try {
            TestSplits.text(plan, executor).ifPresent(text -> wiring.out().println(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compare what the arms are tested on: " + e.getMessage(), e);
        }
    }

    /** What trains for an estimate may fail as a trial may, and takes nothing from what is known without it. */
    private void estimate(List<Trial> toRun, TrialExecutor executor) throws InterruptedException {
        Map<String, Integer> obstacles = new LinkedHashMap<>();
        List<Trial> possible = new ArrayList<>();
        for (Trial trial : toRun) {
            StudyEstimate.obstacle(trial)
                    .ifPresentOrElse(lack -> obstacles.merge(lack, 1, Integer::sum), () -> possible.add(trial));
        }
        obstacles.forEach((lack, count) -> wiring.out()
                .println("no estimate for %s, which this machine cannot run: %s"
                        .formatted(count == 1 ? "1 trial" : count + " trials", lack)));
        try {
            StudyEstimate.of(possible, executor)
                    .ifPresent(estimate -> wiring.out().println(estimate.text()));
        } catch (RuntimeException failure) {
            wiring.out().println("no estimate of time and memory: " + failure + "; all of it is in " + log(failure));
        }
    }

    private static Path log(RuntimeException failure) {
        try {
            Path log = Files.createTempFile("roilab-plan-", ".log");
            try (var writer = new PrintWriter(Files.newBufferedWriter(log))) {
                failure.printStackTrace(writer);
            }
            return log;
        } catch (IOException e) {
            e.addSuppressed(failure);
            throw new UncheckedIOException("cannot keep why the estimate failed", e);
        }
    }
}
