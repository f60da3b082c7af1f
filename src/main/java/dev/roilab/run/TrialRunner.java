package dev.roilab.run;

import dev.roilab.result.ResultRanges;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.StorageException;
import dev.roilab.result.TrialAttempt;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.result.lock.TrialLock;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.run.key.Provenance;
import dev.roilab.run.key.TrialKey;
import dev.roilab.study.Trial;
import dev.roilab.train.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one trial that this process has the right to, and leaves its result or the reason for there being none. */
final class TrialRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);

    private final TrialExecutor executor;
    private final StudyListener listener;
    private final RunOptions options;
    private final StopSignal stop;
    private final Map<String, String> provenance = Provenance.ofThisRun();

    TrialRunner(TrialExecutor executor, StudyListener listener, RunOptions options, StopSignal stop) {
        this.executor = executor;
        this.listener = listener;
        this.options = options;
        this.stop = stop;
    }

    /** How an attempt ended. */
    private record Attempt(TrialResult result, Failure failure) {}

    /**
     * Runs a trial to its end.
     *
     * @param number counted from 1, over all trials of the plan
     * @return how it failed; {@link Status#OK} without a signature if it did not
     * @throws StorageException if there is no space left
     */
    Failure run(Trial trial, int number, ResultsFolder results, TrialKey key, TrialLock lock) throws IOException {
        TrialFolder folder = results.trial(trial);
        Path path = folder.attempt();
        var step = folder.begin(key.hash());
        Attempt attempt;
        TrialResult complete;
        try (LogFile _ = LogFile.open(path.resolve(TrialAttempt.LOG), step.isPresent())) {
            Instant start = Instant.now();
            step.ifPresentOrElse(
                    done -> listener.trialGoesOn(trial, number, done), () -> listener.trialStarted(trial, number));
            LOG.info("trial {} starts, key {}", trial.name(), key.hash());
            step.ifPresent(done -> LOG.info("{} steps are done already", done));
            boolean shares = !options.again().contains(trial.name());
            attempt = attempt(trial, folder, new TrialRun(path, key.hash(), options.checkpointInterval(), shares));
            if (!lock.isHeld()) {
                throw new IllegalStateException(
                        path + " was taken over by another process while this one gave no sign of life");
            }
            LOG.info("trial {} ends: {}", trial.name(), attempt.result().status());
            complete = attempt.result().withProvenance(facts(attempt.result(), key, start));
            results.keepWhatTrialsShare(path, TrialKey.code(trial));
            folder.write(trial, complete, key.hash());
        }
        folder.finish();
        listener.trialFinished(trial, number, complete);
        return attempt.failure();
    }

    /** Whatever goes wrong inside a trial must not end the study, hence the catch of everything. */
    @SuppressWarnings("CatchingUnchecked")
    private Attempt attempt(Trial trial, TrialFolder folder, TrialRun run) throws IOException {
        Throwable thrown;
        Heard heard = new Heard();
        try {
            TrialResult result = declared(executor.execute(trial, run, heard));
            return new Attempt(result, new Failure(Status.OK, "", Optional.empty()));
        } catch (InterruptedException | RuntimeException | Error e) {
            thrown = e;
        }
        if (StorageException.isFullDisk(thrown)) {
            throw new StorageException("trial %s: %s".formatted(trial.name(), thrown.getMessage()), thrown);
        }
        Failure failure = thrown instanceof InterruptedException ? interrupted(run) : Failure.of(thrown);
        if (failure.status() != Status.INTERRUPTED) {
            LOG.error("trial {} failed", trial.name(), thrown);
            folder.writeFailure(thrown);
        }
        return new Attempt(
                ResultsFolder.failed(
                                trial.study(),
                                trial.name(),
                                trial.varied(),
                                trial.seed(),
                                failure.status(),
                                failure.reason())
                        .withDetails(Map.of(), heard.losses, List.of(), List.of()),
                failure);
    }

    /** The result itself, whose every number somebody has declared: a report could say nothing about another. */
    private static TrialResult declared(TrialResult result) {
        List<String> problems = ResultRanges.undeclared(result);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "what was measured is not what is declared: " + String.join("; ", problems));
        }
        return result;
    }

    private static Failure interrupted(TrialRun run) {
        String kept = Checkpoints.step(run.folder(), run.key())
                .map(step -> "; the next run goes on after step " + step)
                .orElse(" before the first checkpoint");
        return new Failure(Status.INTERRUPTED, "stopped on request" + kept, Optional.empty());
    }

    /** What a trial tells while it runs: of one that fails the losses are all there is. */
    private final class Heard implements TrialExecutor.Progress {
        private List<TrialResult.LossPoint> losses = List.of();

        @Override
        public void stepped(int step, int steps, String text) throws InterruptedException {
            listener.stepped(step, steps, text);
            stop.throwIfRequested();
        }

        @Override
        public void learned(List<TrialResult.LossPoint> points) {
            losses = points;
        }
    }

    private Map<String, String> facts(TrialResult result, TrialKey key, Instant start) {
        Map<String, String> facts = new LinkedHashMap<>(provenance);
        key.parts().forEach((name, part) -> facts.put(TrialFolder.KEY_PREFIX + name, part));
        facts.put("start", start.truncatedTo(ChronoUnit.SECONDS).toString());
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
        facts.put("duration_seconds", String.format(Locale.ROOT, "%.1f", seconds));
        facts.putAll(result.provenance());
        return facts;
    }
}
