package dev.roilab.run;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.SharedFiles;
import dev.roilab.result.Status;
import dev.roilab.result.StoredResult;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.lock.TrialLock;
import dev.roilab.run.key.TrialKey;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pass of this process through a study, beside others perhaps, until every trial has ended. */
final class StudyRun {
    /** Between two looks at what other processes do. */
    private static final long WAIT_MILLIS = 1000;

    private final StudyRunner runner;
    private final RunOptions options;
    private final StudyPlan plan;
    private final ResultsFolder results;
    private final TrialRunner trials;
    private final Map<Trial, String> stampsAtStart = new LinkedHashMap<>();
    private final Map<Status, Integer> statuses = new EnumMap<>(Status.class);
    private int reused;
    private String lastSignature = "";
    private int alike;

    StudyRun(StudyRunner runner, StudyPlan plan, ResultsFolder results) {
        this.runner = runner;
        this.options = runner.options();
        this.plan = plan;
        this.results = results;
        this.trials = runner.trials();
        plan.trials()
                .forEach(trial -> stampsAtStart.put(trial, results.trial(trial).stamp()));
    }

    StudyOutcome toEnd() throws IOException {
        Optional<String> stopped = Optional.empty();
        List<Trial> pending = new ArrayList<>(plan.trials());
        Map<Status, Integer> all = leaveOut(pending);
        while (!pending.isEmpty() && stopped.isEmpty()) {
            List<Trial> elsewhere = new ArrayList<>();
            for (Trial trial : pending) {
                stopped = reasonToStop();
                if (stopped.isPresent()) {
                    break;
                }
                Optional<Failure> end = end(trial);
                end.ifPresentOrElse(this::note, () -> elsewhere.add(trial));
            }
            stopped = stopped.or(this::reasonToStop);
            if (stopped.isEmpty() && elsewhere.size() == pending.size()) {
                pause(elsewhere.size());
            }
            pending = elsewhere;
        }
        statuses.forEach((status, count) -> all.merge(status, count, Integer::sum));
        int known = all.values().stream().mapToInt(count -> count).sum();
        return new StudyOutcome(results.path(), all, reused, plan.trials().size() - known, stopped);
    }

    /**
     * Takes out what the options do not ask for.
     *
     * @return how many of these have failed before, by status
     */
    private Map<Status, Integer> leaveOut(List<Trial> pending) {
        Map<Status, Integer> failed = new EnumMap<>(Status.class);
        pending.removeIf(trial -> {
            boolean left = runner.decide(trial) == StudyRunner.Decision.LEAVE_OUT;
            Status status = left ? results.trial(trial).status() : Status.OK;
            if (status.isFailure()) {
                failed.merge(status, 1, Integer::sum);
            }
            return left;
        });
        return failed;
    }

    /** How a trial ended; empty while another process works on it. */
    private Optional<Failure> end(Trial trial) throws IOException {
        int number = plan.trials().indexOf(trial) + 1;
        TrialKey key = runner.key(trial);
        TrialFolder folder = results.trial(trial);
        if (runner.decide(trial) == StudyRunner.Decision.REUSE) {
            mend(trial, folder);
            return Optional.of(found(trial, number, folder, Status.OK));
        }
        Optional<TrialLock> lock = TrialLock.tryAcquire(results.path(), results.trialPath(trial.name()));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try (TrialLock held = lock.get()) {
            // Between the look above and the lock another process may have ended the trial, well or not.
            Optional<Status> byAnother = folder.stamp().equals(stampsAtStart.get(trial))
                    ? Optional.empty()
                    : folder.ended(key.hash()).filter(status -> status != Status.INTERRUPTED);
            if (byAnother.isPresent()) {
                return byAnother.map(status -> found(trial, number, folder, status));
            }
            return Optional.of(trials.run(trial, number, results, key, held));
        }
    }

    private void mend(Trial trial, TrialFolder folder) throws IOException {
        Optional<StoredResult> held = folder.stored();
        if (held.isPresent()) {
            new SharedFiles(results.path())
                    .mend(aside -> runner.executor().share(trial.settings(), aside), TrialKey.code(trial), held.get())
                    .forEach(runner.listener()::mended);
        }
    }

    /** A trial that this process need not run: its result was there before, or another process has ended it since. */
    private Failure found(Trial trial, int number, TrialFolder folder, Status status) {
        if (folder.stamp().equals(stampsAtStart.get(trial))) {
            runner.listener().trialReused(trial, number);
        } else {
            runner.listener().trialEndedElsewhere(trial, number, status);
        }
        if (status == Status.OK) {
            reused++;
        }
        return new Failure(status, "", Optional.empty());
    }

    private void note(Failure failure) {
        statuses.merge(failure.status(), 1, Integer::sum);
        String signature = failure.signature().orElse("");
        alike = signature.isEmpty() ? 0 : signature.equals(lastSignature) ? alike + 1 : 1;
        lastSignature = signature;
    }

    private Optional<String> reasonToStop() {
        if (runner.stop().isRequested() || statuses.containsKey(Status.INTERRUPTED)) {
            return Optional.of("stopped on request");
        }
        boolean anyFailed = statuses.keySet().stream().anyMatch(Status::isFailure);
        if (options.failFast() && anyFailed) {
            return Optional.of("stopped at the first failure, as --fail-fast asks");
        }
        if (options.sameFailures() > 0 && alike >= options.sameFailures()) {
            return Optional.of("stopped after %d failures in a row with one cause".formatted(alike));
        }
        return Optional.empty();
    }

    private void pause(int waitingFor) {
        runner.listener().waiting(waitingFor);
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException _) {
            runner.stop().request();
        }
    }
}
