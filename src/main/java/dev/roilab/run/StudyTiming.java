package dev.roilab.run;

import dev.roilab.result.ProcessTimes;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.StorageException;
import dev.roilab.result.Timing;
import dev.roilab.result.TimingFailure;
import dev.roilab.result.lock.TrialLock;
import dev.roilab.run.key.MachineState;
import dev.roilab.run.key.Provenance;
import dev.roilab.run.timing.FreshProcess;
import dev.roilab.run.timing.TimingProcesses;
import dev.roilab.run.timing.TimingRequest;
import dev.roilab.run.timing.TimingSession;
import dev.roilab.run.timing.TimingWorker;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.timing.TimingSettings;
import dev.roilab.train.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last part of a run: the finished trials are timed beside each other, by one fresh process after the other. */
final class StudyTiming {
    private static final Logger LOG = LoggerFactory.getLogger(StudyTiming.class);
    private static final long WAIT_MILLIS = 1000;
    private static final String FOLDER = "timing";

    private final StudyRunner runner;
    private final StudyPlan plan;
    private final ResultsFolder results;
    private final Map<String, String> provenance = Provenance.ofThisRun();

    StudyTiming(StudyRunner runner, StudyPlan plan, ResultsFolder results) {
        this.runner = runner;
        this.plan = plan;
        this.results = results;
    }

    /** Times the trials unless all of them have times of this machine and this protocol. */
    void run() throws IOException {
        if (plan.timing().isEmpty() || plan.trials().stream().noneMatch(runner.executor()::canTime)) {
            TimingFailure.forget(results.path());
            return;
        }
        TimingSettings settings = runner.timing(plan).orElseThrow();
        List<Trial> held = plan.trials().stream()
                .filter(runner.executor()::canTime)
                .filter(trial -> results.trial(trial).holds(runner.key(trial).hash()))
                .toList();
        int processes = runner.freshProcess().isPresent() ? settings.processCount() : 1;
        boolean done = isDone(usable(held, false), TimingSession.protocol(settings, processes, held, false));
        // Weights may be large: they are read from end to end only where they are needed.
        List<Trial> good = usable(held, !done);
        sayWhatIsLeftOut(held, good, !done);
        if (good.size() < held.size() && held.stream().allMatch(this::hasTimes)) {
            return;
        }
        String protocol = TimingSession.protocol(settings, processes, good, false);
        while (!runner.stop().isRequested() && !isDone(good, protocol)) {
            Optional<TrialLock> lock = TrialLock.tryAcquire(results.path(), results.trialPath(FOLDER));
            if (lock.isEmpty()) {
                pause();
                continue;
            }
            try (TrialLock _ = lock.get()) {
                if (!canTime(good, settings, processes, protocol)) {
                    return;
                }
            }
        }
        if (isDone(good, protocol)) {
            TimingFailure.forget(results.path());
        }
    }

    /** Times the trials, the only one who does; whether it worked, unless it was stopped. */
    private boolean canTime(List<Trial> good, TimingSettings settings, int processes, String protocol)
            throws IOException {
        try {
            time(good, settings, processes, protocol);
        } catch (InterruptedException _) {
            return false;
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("the arms could not be timed", e);
            noteFailure(good, String.valueOf(e.getMessage()));
            return false;
        }
        if (!isDone(good, protocol)) {
            // Once more would end the same way, and so on for ever.
            noteFailure(good, "their times cannot be read back: " + damage(good));
            return false;
        }
        return true;
    }

    private String damage(List<Trial> good) {
        return good.stream()
                .flatMap(trial ->
                        results.trial(trial).timingDamage().stream().map(damage -> trial.name() + ": " + damage))
                .findFirst()
                .orElse("they are not those that were asked for");
    }

    /** For whoever runs the study, and for whoever reads its report. */
    private void noteFailure(List<Trial> good, String reason) throws IOException {
        runner.listener()
                .timingFailed("the arms could not be timed beside each other: %s; to try it again: run the study again"
                        .formatted(reason));
        List<String> keys = good.stream().map(trial -> runner.key(trial).hash()).toList();
        TimingFailure.write(results.path(), reason, keys);
    }

    /** Results may have been copied without their weights. */
    private List<Trial> usable(List<Trial> held, boolean thorough) {
        return held.stream()
                .filter(trial -> Files.exists(Checkpoints.detector(results.trialPath(trial.name()))))
                .filter(trial -> changedDetector(trial, thorough).isEmpty())
                .toList();
    }

    private List<String> changedDetector(Trial trial, boolean thorough) {
        String file = String.valueOf(Checkpoints.detector(results.path()).getFileName());
        return results.trial(trial).changedWeights(thorough).stream()
                .filter(change -> change.startsWith(file))
                .toList();
    }

    private boolean hasTimes(Trial trial) {
        return results.trial(trial)
                .timing()
                .filter(timing -> timing.key().equals(runner.key(trial).hash()))
                .isPresent();
    }

    /** Weights are not published with results: without them a trial keeps the times that it has. */
    private void sayWhatIsLeftOut(List<Trial> held, List<Trial> good, boolean thorough) {
        int absent = 0;
        for (Trial trial : held) {
            List<String> changed = changedDetector(trial, thorough);
            changed.forEach(file -> runner.listener()
                    .timingFailed("%s: %s, so it is not timed; to train it again: run --again %s"
                            .formatted(trial.name(), file, trial.name())));
            absent += changed.isEmpty() && !good.contains(trial) ? 1 : 0;
        }
        if (absent > 0) {
            runner.listener()
                    .timingFailed(
                            "%d of %d trials have no weights here, so they are not timed: their times are those of"
                                            .formatted(absent, held.size())
                                    + " the session in which they were trained");
        }
    }

    private void stepped(int step, int steps, String text) throws InterruptedException {
        runner.listener().stepped(step, steps, text);
        runner.stop().throwIfRequested();
    }

    private boolean isDone(List<Trial> good, String protocol) {
        return good.stream()
                .allMatch(trial -> results.trial(trial)
                        .timing()
                        .filter(timing -> timing.key().equals(runner.key(trial).hash())
                                && timing.machine().equals(MachineState.machine(provenance, trial.settings()))
                                && timing.protocol().equals(protocol))
                        .isPresent());
    }

    private void time(List<Trial> good, TimingSettings settings, int processes, String protocol)
            throws IOException, InterruptedException {
        runner.listener().timingStarted(good.size());
        FreshProcess process = runner.freshProcess().orElse(new TimingWorker(runner.executor())::answer);
        var measuring = new TimingProcesses(process, processes, results.trialPath(FOLDER));
        TimingRequest request = request(good, settings, protocol);
        List<ProcessTimes> measured = measuring.measure(request, this::stepped);
        for (Trial trial : good) {
            results.trial(trial)
                    .writeTiming(Timing.of(
                            runner.key(trial).hash(),
                            MachineState.machine(provenance, trial.settings()),
                            protocol,
                            request.id(),
                            measured,
                            trial.name()));
        }
        measuring.forget();
    }

    private TimingRequest request(List<Trial> good, TimingSettings settings, String protocol) {
        List<String> identity = new ArrayList<>(List.of(protocol));
        for (Trial trial : good) {
            identity.add(runner.key(trial).hash());
            identity.add(MachineState.machine(provenance, trial.settings()));
        }
        List<TimingRequest.Arm> arms = good.stream()
                .map(trial -> TimingRequest.Arm.of(trial, results.trialPath(trial.name())))
                .toList();
        return TimingRequest.of(settings, false, arms, identity);
    }

    private void pause() {
        runner.listener().waiting(1);
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException _) {
            runner.stop().request();
        }
    }
}
