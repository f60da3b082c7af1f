package dev.roilab.cli;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.run.RunOptions;
import dev.roilab.run.StudyOutcome;
import dev.roilab.run.StudyRunner;
import dev.roilab.study.StudyPlan;
import dev.roilab.yaml.Spelling;
import dev.roilab.yaml.Suggestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
            "0:every trial of the study has a result",
            "2:a mistake in the study, the data or an option; nothing has run",
            "3:some trials have no result: they failed, for reasons in their folders and in the report, or --only or an"
                    + " early stop left them out",
            "130:stopped by Ctrl-C; the same command goes on from there"
        })
final class RunCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ResultsOption results = new ResultsOption();

    @Mixin
    private ReportsOption reports = new ReportsOption();

    @Option(
            names = "--only",
            paramLabel = "STATUS",
            split = ",",
            description = "Run only trials that ended so: failed (in any way), diverged, out-of-memory, interrupted,"
                    + " damaged, data-error, unavailable, crashed.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--again",
            paramLabel = "TRIAL",
            description = "Run this trial once more though its result holds; the option may be repeated.")
    private List<String> again = new ArrayList<>();

    @Option(names = "--fail-fast", description = "Stop at the first trial that fails.")
    private boolean failFast;

    @Option(
            names = "--same-failures",
            paramLabel = "N",
            defaultValue = "3",
            description = "Stop when N trials in a row failed with one cause; 0: never (default: ${DEFAULT-VALUE}).")
    private int sameFailures;

    @Option(
            names = "--checkpoint",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Least time between two checkpoints of a training; in any case they take no more than a"
                    + " fiftieth of its time, which alone counts where this is 0 (default: ${DEFAULT-VALUE}).")
    private double checkpointSeconds;

    @Option(
            names = "--certify",
            description = "First train a few steps of each arm twice and name the first operation that differs.")
    private boolean certify;

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        StudyPlan plan = study.plan();
        try (var progress = ConsoleProgress.create(wiring.out())) {
            again.replaceAll(name -> TrialChoice.of(plan, name).name());
            var runner = new StudyRunner(wiring.executor().get(), progress, options(), wiring.stop());
            wiring.freshProcess().ifPresent(runner::timingIn);
            runner.check(plan).forEach(warning -> wiring.out().println("warning: " + warning));
            if (certify) {
                List<String> certificate = runner.certify(plan, progress);
                progress.clear();
                certificate.forEach(line -> wiring.out().println(line));
            }
            StudyOutcome outcome = runner.run(plan);
            progress.clear();
            if (wiring.stop().isRequested()) {
                wiring.out().println(summary(outcome, "not reached"));
                wiring.out().println("stopped; nothing is lost. Go on with: " + CommandText.here(spec));
                return ExitCode.STOPPED;
            }
            reports.write(study.file(), ResultsFolder.read(outcome.folder()), wiring);
            outcome.stopped().ifPresent(wiring.out()::println);
            wiring.out().println(summary(outcome, "not run"));
            return outcome.allOk() ? ExitCode.OK : ExitCode.TRIALS_FAILED;
        }
    }

    private RunOptions options() {
        if (sameFailures < 0 || !(checkpointSeconds >= 0)) {
            throw new InputException("--same-failures and --checkpoint must be >= 0, got %d and %s"
                    .formatted(sameFailures, checkpointSeconds));
        }
        return RunOptions.in(results.folder(study.file()))
                .withOnly(statuses())
                .withAgain(Set.copyOf(again))
                .withFailFast(failFast)
                .withSameFailures(sameFailures)
                .withCheckpointInterval(Duration.ofMillis(Math.round(checkpointSeconds * 1000)))
                .withCommand(CommandText.of(spec));
    }

    private Set<Status> statuses() {
        Set<Status> statuses = new TreeSet<>();
        for (String word : only) {
            Map<String, Set<Status>> known = new LinkedHashMap<>();
            known.put("failed", RunOptions.anyFailure());
            RunOptions.anyFailure().forEach(status -> known.put(Spelling.word(status), Set.of(status)));
            Set<Status> meant = known.get(word);
            if (meant == null) {
                String trials = word.contains("=") ? "; it chooses by how trials ended, not by their arms" : "";
                throw new InputException("--only: " + Suggestions.unknown("status", word, known.keySet()) + trials);
            }
            statuses.addAll(meant);
        }
        return statuses;
    }

    /** @param left what became of the others: a run that is stopped has not looked whether they have results */
    private static String summary(StudyOutcome outcome, String left) {
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
            parts.add(outcome.notRun() + " " + left);
        }
        return "trials: " + String.join(", ", parts) + "; results: " + outcome.folder();
    }
}
