package dev.roilab.cli;

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
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells the console how a study goes: a moving bar on a terminal, a line now and then elsewhere. */
final class ConsoleProgress implements StudyListener, AutoCloseable {
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final boolean terminal;
    private int trials;
    private String current = "";
    private long trialStart;
    private long lastLine;
    private @Nullable ProgressBar bar;

    private ConsoleProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @SuppressWarnings("SystemConsoleNull") // it still is null where jdk.console is set to an absent module
    static ConsoleProgress create(PrintWriter out) {
        Console console = System.console();
        return new ConsoleProgress(out, console != null && console.isTerminal());
    }

    @Override
    public void studyStarted(StudyPlan plan, Path folder) {
        trials = plan.trials().size();
        out.println("%s: %d trials, results in %s".formatted(plan.study(), trials, folder));
        out.flush();
    }

    @Override
    public void trialStarted(Trial trial, int number) {
        current = place(trial, number);
        trialStart = System.nanoTime();
        lastLine = trialStart;
        line(current + " starts");
    }

    /** Begins something that has steps but is no trial. */
    void started(String what) {
        current = what;
        trialStart = System.nanoTime();
        lastLine = trialStart;
    }

    @Override
    public void trialReused(Trial trial, int number) {
        line(place(trial, number) + " ok (reused)");
    }

    @Override
    public void stepped(int step, int steps, String text) {
        if (terminal) {
            moveBar(step, steps, text);
            return;
        }
        long now = System.nanoTime();
        if (now - lastLine >= QUIET_NANOS) {
            lastLine = now;
            double left = (now - trialStart) / 1e9 / step * (steps - step);
            line(String.format(Locale.ROOT, "%s step %d of %d, %s, %.0f s left", current, step, steps, text, left));
        }
    }

    @Override
    public void trialFinished(Trial trial, int number, TrialResult result) {
        close();
        double seconds = (System.nanoTime() - trialStart) / 1e9;
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

    /** Takes the bar off the screen; a later step brings a new one. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void moveBar(int step, int steps, String text) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("  steps")
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .clearDisplayOnFinish()
                    .build();
        }
        bar.stepTo(step);
        bar.setExtraMessage(" " + text);
    }

    private String place(Trial trial, int number) {
        return "[%d/%d] %s".formatted(number, trials, trial.name());
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
