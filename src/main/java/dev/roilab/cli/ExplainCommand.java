package dev.roilab.cli;

import dev.roilab.run.RunOptions;
import dev.roilab.run.StudyRunner;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code roilab explain}. */
@Command(
        name = "explain",
        description = "Say why the result of a trial, or of each trial, is reused or not.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Parameters(index = "1", arity = "0..1", paramLabel = "TRIAL", description = TrialChoice.DESCRIPTION)
    private @Nullable String name;

    @Mixin
    private ResultsOption results = new ResultsOption();

    ExplainCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            var runner = new StudyRunner(wiring.executor().get(), progress, RunOptions.in(results.folder()));
            runner.check(plan);
            for (Trial trial : name == null ? plan.trials() : List.of(TrialChoice.of(plan, name))) {
                wiring.out().println(trial.name());
                runner.explain(trial).forEach(line -> wiring.out().println("  " + line));
            }
            return ExitCode.OK;
        }
    }
}
