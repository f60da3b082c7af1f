package dev.roilab.cli;

import dev.roilab.experiment.ResultsFolder;
import dev.roilab.experiment.Status;
import dev.roilab.experiment.StudyOutcome;
import dev.roilab.experiment.StudyPlan;
import dev.roilab.experiment.StudyRunner;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code roilab run}. */
@Command(
        name = "run",
        description = "Run every trial of a study that has no result yet, then write the report.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every trial has a result",
            "2:a mistake in the study, the data or an option; nothing has run",
            "3:some trials failed; their reasons are in their folders and in the report"
        })
final class RunCommand implements Callable<Integer> {
    enum Only {
        failed
    }

    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ResultsOption results = new ResultsOption();

    @Mixin
    private ReportsOption reports = new ReportsOption();

    @Option(names = "--only", paramLabel = "failed", description = "Run only trials that failed or were stopped.")
    private @Nullable Only only;

    @Option(names = "--fail-fast", description = "Stop at the first trial that fails.")
    private boolean failFast;

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            var options = new StudyRunner.Options(results.folder(), only == Only.failed, failFast, command());
            var runner = new StudyRunner(wiring.executor().get(), progress, options);
            runner.check(plan).forEach(warning -> wiring.out().println("warning: " + warning));
            StudyOutcome outcome = runner.run(plan);
            reports.write(ResultsFolder.read(outcome.folder()), wiring);
            wiring.out().println(summary(outcome));
            return outcome.allOk() ? ExitCode.OK : ExitCode.TRIALS_FAILED;
        }
    }

    private static String summary(StudyOutcome outcome) {
        List<String> parts = new ArrayList<>();
        for (Status status : Status.values()) {
            Integer count = outcome.statuses().get(status);
            if (count != null) {
                parts.add(count + " " + Spelling.word(status));
            }
        }
        if (outcome.reused() > 0) {
            parts.add(outcome.reused() + " of them reused");
        }
        if (outcome.notRun() > 0) {
            parts.add(outcome.notRun() + " not run");
        }
        return "trials: " + String.join(", ", parts) + "; results: " + outcome.folder();
    }

    /** As it can be typed again, for the report. */
    private String command() {
        List<String> words = new ArrayList<>(List.of("./roilab"));
        if (spec != null) {
            spec.root().commandLine().getParseResult().originalArgs().forEach(word -> words.add(quote(word)));
        }
        return String.join(" ", words);
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
