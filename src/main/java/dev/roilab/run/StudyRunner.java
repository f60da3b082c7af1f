package dev.roilab.run;

import dev.roilab.data.DataException;
import dev.roilab.file.JsonFile;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.StorageException;
import dev.roilab.result.TrialFolder;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.StudyInputs;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.key.Explanation;
import dev.roilab.run.key.TrialKey;
import dev.roilab.run.timing.FreshProcess;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.timing.TimingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the trials of a study one after another. A good result with the same key is reused; a trial that fails leaves
 * its reason in its folder and the others go on.
 */
public final class StudyRunner {
    private final TrialExecutor executor;
    private final StudyListener listener;
    private final RunOptions options;
    private final StopSignal stop;
    private final StudyInputs inputs;
    private Optional<FreshProcess> freshProcess = Optional.empty();

    /** What a run would do with a trial. */
    public enum Decision {
        RUN,
        REUSE,
        LEAVE_OUT
    }

    /** A runner that stops only at the end. */
    public StudyRunner(TrialExecutor executor, StudyListener listener, RunOptions options) {
        this(executor, listener, options, new StopSignal());
    }

    /** A runner that ends when the signal is given, with a checkpoint of the trial that it is at. */
    public StudyRunner(TrialExecutor executor, StudyListener listener, RunOptions options, StopSignal stop) {
        this.executor = executor;
        this.inputs = new StudyInputs(executor);
        this.listener = listener;
        this.options = options;
        this.stop = stop;
    }

    /** Lets processes of their own time the arms; without, this one does. */
    public StudyRunner timingIn(FreshProcess process) {
        freshProcess = Optional.of(process);
        return this;
    }

    /**
     * Looks at the inputs of every trial.
     *
     * @return the linter's warnings, each once
     * @throws DataException with everything that is wrong, of all trials
     */
    public List<String> check(StudyPlan plan) {
        return inputs.checkToRun(plan, plan.trials());
    }

    /** The same of the data alone, whatever else the study asks for. */
    public List<String> checkData(StudyPlan plan) {
        return inputs.check(plan, plan.trials());
    }

    /** What the checked data of a study consist of, one list of lines a data set. */
    public List<List<String>> summaries(StudyPlan plan) {
        return inputs.summaries(plan.trials());
    }

    /**
     * Trains a few steps of each arm twice, and keeps the outcome in {@code certificate.txt} of the study's results.
     *
     * @return one line an arm: equal to the last bit, or the first operation that differs
     * @throws StorageException if it cannot be written
     */
    public List<String> certify(StudyPlan plan, TrialExecutor.Progress progress) throws InterruptedException {
        long seed = plan.trials().getFirst().seed();
        List<Trial> arms =
                plan.trials().stream().filter(trial -> trial.seed() == seed).toList();
        List<String> lines = new ArrayList<>();
        for (Trial trial : arms) {
            executor.certify(trial)
                    .ifPresent(
                            certificate -> lines.add("%s: determinism %s".formatted(trial.name(), certificate.text())));
            progress.stepped(lines.size(), arms.size(), "certifying");
        }
        try {
            Path file = folder(plan.study()).path().resolve("certificate.txt");
            Files.createDirectories(file.resolveSibling("."));
            JsonFile.writeText(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new StorageException("cannot write results: " + e.getMessage(), e);
        }
        return lines;
    }

    /** What {@link #run} would do with a trial now. */
    public Decision decide(Trial trial) {
        TrialFolder folder = folder(trial.study()).trial(trial);
        if (!options.again().contains(trial.name()) && folder.holds(key(trial).hash())) {
            return Decision.REUSE;
        }
        return options.only().isEmpty()
                        || options.again().contains(trial.name())
                        || options.only().contains(folder.status())
                ? Decision.RUN
                : Decision.LEAVE_OUT;
    }

    /** Why the result of a trial is reused or not, one line for each reason; of a reused one the first line says so. */
    public List<String> explain(Trial trial) {
        return Explanation.of(trial, key(trial), folder(trial.study()).trialPath(trial.name()));
    }

    /** What is wrong with the study's folder itself, and what becomes of it; absent where nothing is. */
    public Optional<String> damage(StudyPlan plan) {
        return folder(plan.study())
                .damage(plan)
                .map(text -> text + ": report and check cannot read these results until run has written it anew, which"
                        + " keeps whole trials");
    }

    /** What decides a trial's numbers. */
    public TrialKey key(Trial trial) {
        return TrialKey.of(trial, inputs.of(trial).contents());
    }

    /**
     * Runs the study. Trials on which other processes work are waited for, and taken over where their process dies.
     *
     * @throws DataException if the inputs of any trial are bad; nothing has run then
     * @throws StorageException if results cannot be written
     */
    public StudyOutcome run(StudyPlan plan) {
        check(plan);
        stop.heed();
        ResultsFolder folder = folder(plan.study());
        try {
            folder.write(
                    plan, classes(plan), options.command(), trial -> key(trial).hash());
            listener.studyStarted(plan, folder.path());
            StudyOutcome outcome = new StudyRun(this, plan, folder).toEnd();
            if (outcome.stopped().isEmpty()) {
                new StudyTiming(this, plan, folder).run();
            }
            return outcome;
        } catch (IOException e) {
            throw new StorageException("cannot write results: " + e.getMessage(), e);
        }
    }

    /** How the arms of a study are timed, with no more pictures than each has. */
    Optional<TimingSettings> timing(StudyPlan plan) {
        return plan.timing().map(asked -> inputs.timing(asked, plan.trials()));
    }

    TrialExecutor executor() {
        return executor;
    }

    StudyListener listener() {
        return listener;
    }

    Optional<FreshProcess> freshProcess() {
        return freshProcess;
    }

    RunOptions options() {
        return options;
    }

    StopSignal stop() {
        return stop;
    }

    TrialRunner trials() {
        return new TrialRunner(executor, listener, options, stop);
    }

    private ResultsFolder folder(String study) {
        return ResultsFolder.of(options.results(), study);
    }

    private List<String> classes(StudyPlan plan) {
        return inputs.of(plan.trials().getFirst()).classes();
    }
}
