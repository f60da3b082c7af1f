package dev.roilab.experiment;

import dev.roilab.data.DataException;
import dev.roilab.train.DivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the trials of a study one after another. A good result with the same key is reused; a trial that fails leaves
 * its reason in its folder and the others go on.
 */
public final class StudyRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StudyRunner.class);

    private final TrialExecutor executor;
    private final StudyListener listener;
    private final Options options;
    private final Map<TrialSettings, TrialInputs> inputs = new LinkedHashMap<>();
    private final Map<String, String> provenance = Provenance.ofThisRun();

    /**
     * How to run.
     *
     * @param results folder of all studies' results
     * @param onlyFailed run only trials whose last run failed
     * @param failFast stop at the first trial that fails
     * @param command that started this run, for the report
     */
    public record Options(Path results, boolean onlyFailed, boolean failFast, String command) {}

    /** What a run would do with a trial. */
    public enum Decision {
        RUN,
        REUSE,
        LEAVE_OUT
    }

    public StudyRunner(TrialExecutor executor, StudyListener listener, Options options) {
        this.executor = executor;
        this.listener = listener;
        this.options = options;
    }

    /**
     * Looks at the inputs of every trial.
     *
     * @return the linter's warnings, each once
     * @throws DataException with everything that is wrong, of all trials
     */
    public List<String> check(StudyPlan plan) {
        Set<String> problems = new LinkedHashSet<>();
        Set<String> warnings = new LinkedHashSet<>();
        for (Trial trial : plan.trials()) {
            try {
                warnings.addAll(inputs(trial).warnings());
            } catch (DataException e) {
                String.valueOf(e.getMessage()).lines().forEach(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new DataException(new ArrayList<>(problems));
        }
        return List.copyOf(warnings);
    }

    /** What {@link #run} would do with a trial now. */
    public Decision decide(Trial trial) {
        TrialFolder folder = ResultsFolder.of(options.results(), trial.study()).trial(trial);
        if (folder.holds(key(trial).hash())) {
            return Decision.REUSE;
        }
        return !options.onlyFailed() || folder.failed() ? Decision.RUN : Decision.LEAVE_OUT;
    }

    /**
     * Runs the study.
     *
     * @throws DataException if the inputs of any trial are bad; nothing has run then
     * @throws UncheckedIOException if results cannot be written
     */
    public StudyOutcome run(StudyPlan plan) {
        check(plan);
        ResultsFolder folder = ResultsFolder.of(options.results(), plan.study());
        Map<Status, Integer> statuses = new EnumMap<>(Status.class);
        int reused = 0;
        int ended = 0;
        try {
            folder.write(plan, classes(plan), options.command());
            listener.studyStarted(plan, folder.path());
            for (int i = 0; i < plan.trials().size(); i++) {
                Trial trial = plan.trials().get(i);
                Decision decision = decide(trial);
                if (decision == Decision.LEAVE_OUT) {
                    continue;
                }
                Status status = Status.OK;
                if (decision == Decision.REUSE) {
                    listener.trialReused(trial, i + 1);
                    reused++;
                } else {
                    status = run(trial, i + 1, folder);
                }
                ended++;
                statuses.merge(status, 1, Integer::sum);
                if (status == Status.INTERRUPTED || (status != Status.OK && options.failFast())) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write results: " + e.getMessage(), e);
        }
        return new StudyOutcome(folder.path(), statuses, reused, plan.trials().size() - ended);
    }

    private Status run(Trial trial, int number, ResultsFolder results) throws IOException {
        TrialFolder folder = results.trial(trial);
        Path path = results.trialPath(trial.name());
        TrialKey key = key(trial);
        folder.clear();
        listener.trialStarted(trial, number);
        try (LogFile _ = LogFile.open(path.resolve("trial.log"))) {
            Instant start = Instant.now();
            LOG.info("trial {} starts, key {}", trial.name(), key.hash());
            TrialResult result = execute(trial, folder, path);
            LOG.info("trial {} ends: {}", trial.name(), result.status());
            TrialResult complete = withProvenance(result, key, start);
            folder.write(trial, complete, key.hash());
            listener.trialFinished(trial, number, complete);
            return complete.status();
        }
    }

    /** Whatever goes wrong inside a trial must not end the study, hence the catch of everything. */
    @SuppressWarnings("CatchingUnchecked")
    private TrialResult execute(Trial trial, TrialFolder folder, Path path) throws IOException {
        Throwable failure;
        try {
            return executor.execute(trial, path, listener);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        LOG.error("trial {} failed", trial.name(), failure);
        folder.writeFailure(failure);
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return ResultsFolder.failed(trial.study(), trial.name(), trial.varied(), trial.seed(), status(failure), text);
    }

    /** Work on other threads arrives wrapped, so causes count too. */
    private static Status status(Throwable failure) {
        return switch (failure) {
            case DivergedException _ -> Status.DIVERGED;
            case DataException _ -> Status.DATA_ERROR;
            case OutOfMemoryError _ -> Status.OUT_OF_MEMORY;
            case InterruptedException _ -> Status.INTERRUPTED;
            default -> failure.getCause() == null ? Status.CRASHED : status(failure.getCause());
        };
    }

    private TrialResult withProvenance(TrialResult result, TrialKey key, Instant start) {
        Map<String, String> facts = new LinkedHashMap<>(provenance);
        key.parts().forEach((name, part) -> facts.put("key_" + name, part));
        facts.put("start", start.truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put(
                "duration_seconds",
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        Duration.between(start, Instant.now()).toMillis() / 1e3));
        facts.putAll(result.provenance());
        return new TrialResult(
                result.study(),
                result.trial(),
                result.varied(),
                result.seed(),
                result.status(),
                result.failure(),
                result.metrics(),
                result.classAp(),
                result.trainSeconds(),
                result.stages(),
                result.losses(),
                result.curves(),
                result.gallery(),
                facts);
    }

    private TrialKey key(Trial trial) {
        return TrialKey.of(trial, inputs(trial).fingerprint());
    }

    private TrialInputs inputs(Trial trial) {
        return inputs.computeIfAbsent(trial.settings(), executor::inputs);
    }

    private List<String> classes(StudyPlan plan) {
        return inputs(plan.trials().getFirst()).classes();
    }
}
