package dev.roilab.cli;

import dev.roilab.run.RunOptions;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.key.Explanation;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Spec
    private @Nullable CommandSpec spec;

    ExplainCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            var runner = new StudyRunner(
                    wiring.executor().get(), progress, RunOptions.in(results.told(study.file(), wiring)));
            runner.check(plan);
            runner.damage(plan).ifPresent(wiring.out()::println);
            for (Trial trial : name == null ? plan.trials() : List.of(TrialChoice.of(plan, name))) {
                wiring.out().println(trial.name());
                runner.explain(trial).forEach(line -> wiring.out().println("  " + told(line, trial)));
            }
            return ExitCode.OK;
        }
    }

    /** A line with what holds for one trial alone: the command to type, and what becomes of its checkpoint. */
    private String told(String line, Trial trial) {
        if (line.startsWith(Explanation.GOES_ON)) {
            return line
                    + ", if the weights saved there fit their checksum, which run checks first; else it begins anew";
        }
        List<String> trials = name == null ? List.of() : List.of(name);
        return line.replace(Explanation.AGAIN, CommandText.here(spec, "run", trials, "--again", trial.name()));
    }
}
