package dev.roilab.cli;

import dev.roilab.cli.TerminalBars.Bar;
import dev.roilab.experiment.StudyListener;
import dev.roilab.experiment.StudyPlan;
import dev.roilab.experiment.Trial;
import dev.roilab.experiment.TrialResult;
import dev.roilab.yaml.Spelling;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells the console how a study goes: moving bars on a terminal, a line now and then elsewhere. */
final class ConsoleProgress implements StudyListener, AutoCloseable {
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final Optional<TerminalBars> bars;
    private int trials;
    private int ended;
    private int ran;
    private int waitingFor;
    private String current = "";
    private String stretch = "";
    private long trialStart = System.nanoTime();
    private long stretchStart = trialStart;
    private long lastLine = trialStart;
    private int stretchFrom;
    private double secondsOfRuns;

    private ConsoleProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.bars = terminal ? Optional.of(new TerminalBars(out)) : Optional.empty();
    }

    @SuppressWarnings("SystemConsoleNull") // it still is null where jdk.console is set to an absent module
    static ConsoleProgress create(PrintWriter out) {
        Console console = System.console();
        return new ConsoleProgress(out, console != null && console.isTerminal());
    }

    @Override
    public void studyStarted(StudyPlan plan, Path folder) {
        trials = plan.trials().size();
        line("%s: %d trials, results in %s".formatted(plan.study(), trials, folder));
    }

    @Override
    public void trialStarted(Trial trial, int number) {
        begin(place(trial, number));
        line(current + " starts");
    }

    private void begin(String name) {
        current = name;
        trialStart = System.nanoTime();
        lastLine = trialStart;
        stretch = "";
    }

    @Override
    public void trialReused(Trial trial, int number) {
        ended++;
        line(place(trial, number) + " ok (reused)");
    }

    @Override
    public void stepped(int step, int steps, String text) {
        long now = System.nanoTime();
        // Losses follow the word "class"; other texts name the stretch: proposals, test, timing.
        String name = text.startsWith("class ") ? "train" : text.split(" ", 2)[0];
        if (!name.equals(stretch)) {
            stretch = name;
            stretchStart = now;
            stretchFrom = step;
        }
        double perSecond = (step - stretchFrom) / Math.max(1e-9, (now - stretchStart) / 1e9);
        double left = step > stretchFrom ? (steps - step) / perSecond : -1;
        String speed = step > stretchFrom ? String.format(Locale.ROOT, ", %.1f/s", perSecond) : "";
        if (bars.isPresent()) {
            double part = (double) step / steps;
            bars.get()
                    .draw(
                            new Bar(
                                    "study",
                                    (ended + (trials > ended ? part : 0)) / Math.max(1, trials),
                                    studyLeft(left),
                                    "%d of %d trials".formatted(ended, trials)),
                            new Bar("trial", part, left, current),
                            new Bar(stretch, part, left, "%d/%d %s%s".formatted(step, steps, text, speed)));
        } else if (now - lastLine >= QUIET_NANOS) {
            lastLine = now;
            String rest = left < 0 ? "" : String.format(Locale.ROOT, ", %.0f s left", left);
            line("%s step %d of %d, %s%s%s"
                    .formatted(current, step, steps, text, speed, rest)
                    .strip());
        }
    }

    /** The trial's rest, and for the trials after it the mean of those that ran here. */
    private double studyLeft(double trialLeft) {
        int after = trials - ended - 1;
        if (trialLeft < 0 || (ran == 0 && after > 0)) {
            return -1;
        }
        return trialLeft + Math.max(0, after) * secondsOfRuns / Math.max(1, ran);
    }

    @Override
    public void timingStarted(int arms) {
        begin("timing");
        line("timing %d trials beside each other".formatted(arms));
    }

    @Override
    public void timingFailed(String reason) {
        line("warning: " + reason);
    }

    @Override
    public void waiting(int left) {
        if (left != waitingFor) {
            waitingFor = left;
            line("waiting for %d trials that other processes work on".formatted(left));
        }
    }

    @Override
    public void trialFinished(Trial trial, int number, TrialResult result) {
        double seconds = (System.nanoTime() - trialStart) / 1e9;
        ended++;
        ran++;
        secondsOfRuns += seconds;
        String ap = Optional.ofNullable(result.metrics().get("ap50"))
                .map(value -> String.format(Locale.ROOT, ", ap50 %.3f", value))
                .orElse("");
        String reason = result.failure()
                .map(text -> ": " + text.lines().findFirst().orElse(""))
                .orElse("");
        line(String.format(
                Locale.ROOT,
                "%s %s in %.1f s%s%s",
                place(trial, number),
                Spelling.word(result.status()),
                seconds,
                ap,
                reason));
    }

    @Override
    public void close() {
        clear();
    }

    /** Takes the bars off the screen; a later step brings new ones. */
    void clear() {
        bars.ifPresent(TerminalBars::clear);
    }

    private String place(Trial trial, int number) {
        return trials == 0 ? trial.name() : "[%d/%d] %s".formatted(number, trials, trial.name());
    }

    private void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }
}
