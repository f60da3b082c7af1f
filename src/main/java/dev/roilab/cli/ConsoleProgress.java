package dev.roilab.cli;

import dev.roilab.cli.TerminalBars.Bar;
import dev.roilab.detect.ModelSettings;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.model.Recipes;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.run.StudyListener;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.yaml.Spelling;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the console how a study goes: moving bars on a terminal, a line now and then elsewhere. */
final class ConsoleProgress implements StudyListener, AutoCloseable {
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final Optional<TerminalBars> bars;
    private final Pace pace = new Pace();
    private int trials;
    private int ended;
    private int waitingFor;
    private String current = "";
    private boolean inTrial;
    private long lastLine = System.nanoTime();

    private ConsoleProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.bars = terminal ? Optional.of(new TerminalBars(out, new TerminalWidth())) : Optional.empty();
    }

    @SuppressWarnings("SystemConsoleNull") // it still is null where jdk.console is set to an absent module
    static ConsoleProgress create(PrintWriter out) {
        Console console = System.console();
        return new ConsoleProgress(out, console != null && console.isTerminal());
    }

    @Override
    public void studyStarted(StudyPlan plan, Path folder) {
        trials = plan.trials().size();
        line("%s: %s, results in %s".formatted(plan.study(), counted(trials), folder));
    }

    @Override
    public void trialStarted(Trial trial, int number) {
        begin(trial, number);
        line(current + " starts");
    }

    /** The checkpoint is of the first training; a later one is repeated. */
    @Override
    public void trialGoesOn(Trial trial, int number, int done) {
        int steps = begin(trial, number).getFirst();
        line("%s starts again and goes on from step %d of %d".formatted(current, done, steps));
    }

    /** @return the steps of its trainings */
    private List<Integer> begin(Trial trial, int number) {
        started(place(trial, number));
        ModelSettings model = trial.settings().model();
        List<Integer> trainings =
                Recipes.of(model).trainings(model, trial.settings().train());
        pace.begin(lastLine, trainings);
        inTrial = true;
        return trainings;
    }

    /** Begins something that has steps but is no trial. */
    void started(String what) {
        current = what;
        inTrial = false;
        lastLine = System.nanoTime();
        pace.begin(lastLine);
    }

    @Override
    public void trialReused(Trial trial, int number) {
        ended++;
        line(place(trial, number) + " ok (reused)");
    }

    @Override
    public void trialEndedElsewhere(Trial trial, int number, Status status) {
        ended++;
        line("%s %s (by another process)".formatted(place(trial, number), Spelling.word(status)));
    }

    @Override
    public void stepped(int step, int steps, String text) {
        long now = System.nanoTime();
        String name = stretch(text);
        pace.stepped(name, step, steps, now);
        String speed = pace.perSecond() > 0 ? String.format(Locale.ROOT, "%.1f/s", pace.perSecond()) : "";
        // The name of the stretch stands before the bar already.
        String rest = text.startsWith(name) ? text.substring(name.length()).strip() : text;
        if (bars.isPresent()) {
            String details = Stream.of(step + "/" + steps, speed, rest)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" "));
            bars.get().draw(lines(new Bar(name, pace.stretchPart(), pace.stretchLeft(), details), now));
        } else if (now - lastLine >= QUIET_NANOS) {
            lastLine = now;
            line("%s step %d of %d, %s%s%s"
                    .formatted(current, step, steps, text, speed.isEmpty() ? "" : ", " + speed, left(now))
                    .strip());
        }
    }

    /** Of the trial where there is one, else of what is done. */
    private String left(long now) {
        double seconds = inTrial ? pace.trialLeft(now) : pace.stretchLeft();
        return seconds < 0
                ? ""
                : String.format(Locale.ROOT, ", %.0f s left%s", seconds, inTrial ? " of the trial" : "");
    }

    /** Texts begin with what is done: proposals, train, test, timing. */
    private static String stretch(String text) {
        return text.startsWith("warming up") ? "timing" : text.split(" ", 2)[0];
    }

    /** What is done in the order of its size: the study, its trial, the trial's stretch. */
    private List<Bar> lines(Bar stretch, long now) {
        List<Bar> lines = new ArrayList<>();
        if (trials > 0) {
            lines.add(new Bar(
                    "study",
                    (ended + (inTrial ? pace.trialPart(now) : 0)) / trials,
                    inTrial ? pace.studyLeft(trials - ended - 1, now) : pace.stretchLeft(),
                    "%d of %d trials".formatted(ended, trials)));
        }
        if (inTrial) {
            lines.add(new Bar("trial", pace.trialPart(now), pace.trialLeft(now), current));
        }
        lines.add(stretch);
        return lines;
    }

    @Override
    public void timingStarted(int arms) {
        started("timing");
        line("timing %s beside each other".formatted(counted(arms)));
    }

    @Override
    public void timingFailed(String reason) {
        line("warning: " + reason);
    }

    @Override
    public void mended(String what) {
        line("warning: " + what + "; written anew");
    }

    @Override
    public void waiting(int left) {
        if (left != waitingFor) {
            waitingFor = left;
            line("waiting for %s that other processes work on".formatted(counted(left)));
        }
    }

    @Override
    public void trialFinished(Trial trial, int number, TrialResult result) {
        long now = System.nanoTime();
        pace.end(now, result.status() == Status.OK);
        ended++;
        inTrial = false;
        String measured = result.measures().stream()
                .map(MeasureInfo::name)
                .filter(result.metrics()::containsKey)
                .findFirst()
                .map(name -> String.format(
                        Locale.ROOT, ", %s %.3f", name, result.metrics().get(name)))
                .orElse("");
        String reason = result.failure()
                .map(text -> ": " + text.lines().findFirst().orElse(""))
                .orElse("");
        line(String.format(
                Locale.ROOT,
                "%s %s in %.1f s%s%s",
                place(trial, number),
                Spelling.word(result.status()),
                pace.seconds(now),
                measured,
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

    private static String counted(int trials) {
        return trials == 1 ? "1 trial" : trials + " trials";
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
