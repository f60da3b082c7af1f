package dev.roilab.cli;

import dev.roilab.result.ResultsFolder;
import dev.roilab.run.Reproduction;
import dev.roilab.run.RunOptions;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code roilab reproduce}. */
@Command(
        name = "reproduce",
        description = "Run a trial again beside its stored result and say what differs, to the last bit.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the numbers are equal", "2:there is no such trial or no result", "3:they differ"})
final class ReproduceCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Parameters(index = "1", paramLabel = "TRIAL", description = TrialChoice.DESCRIPTION)
    private String name = "";

    @Mixin
    private ResultsOption results = new ResultsOption();

    ReproduceCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        StudyPlan plan = study.plan();
        Path stored = results.told(study.file(), wiring);
        Trial trial = TrialChoice.of(plan, name);
        Path folder = ResultsFolder.of(stored, plan.study()).path().resolve(trial.name());
        if (!Files.exists(folder.resolve("result.json"))) {
            throw new InputException("no result in " + folder + "; run the study first");
        }
        try (var progress = ConsoleProgress.create(wiring.out())) {
            TrialExecutor executor = wiring.executor().get();
            var runner = new StudyRunner(executor, progress, RunOptions.in(stored));
            runner.check(plan);
            progress.trialStarted(trial, 1);
            Reproduction reproduction = Reproduction.of(trial, runner.key(trial), folder, executor, progress);
            progress.clear();
            reproduction.lines().forEach(wiring.out()::println);
            return reproduction.sameNumbers() ? ExitCode.OK : ExitCode.TRIALS_FAILED;
        }
    }
}
