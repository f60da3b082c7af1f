package dev.roilab.experiment;

import dev.roilab.timing.StageTimer;
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

/** The last part of a run: the finished trials are timed, all in one session, by one process. */
final class StudyTiming {
    private static final Logger LOG = LoggerFactory.getLogger(StudyTiming.class);
    private static final long WAIT_MILLIS = 1000;

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
            return;
        }
        TimingSettings settings = plan.timing().get();
        List<Trial> held = plan.trials().stream()
                .filter(runner.executor()::canTime)
                .filter(trial -> results.trial(trial).holds(runner.key(trial).hash()))
                .toList();
        boolean done = isDone(usable(held, false), protocol(settings, held.size()));
        // Weights may be large: they are read from end to end only where they are needed.
        List<Trial> good = usable(held, !done);
        sayWhatIsLeftOut(held, good, !done);
        if (good.size() < held.size() && held.stream().allMatch(this::hasTimes)) {
            return;
        }
        var session = new TimingSession(settings, this::stepped);
        String protocol = protocol(settings, good.size());
        while (!runner.stop().isRequested() && !isDone(good, protocol)) {
            Optional<TrialLock> lock = TrialLock.tryAcquire(results.path(), results.trialPath("timing"));
            if (lock.isEmpty()) {
                pause();
                continue;
            }
            try (TrialLock _ = lock.get()) {
                time(good, session, settings, protocol);
            } catch (InterruptedException _) {
                return;
            } catch (StorageException e) {
                throw e;
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("the arms could not be timed", e);
                runner.listener().timingFailed(String.valueOf(e.getMessage()));
                return;
            }
        }
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

    private String protocol(TimingSettings settings, int arms) {
        return new TimingSession(settings, this::stepped).protocol(arms, false);
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

    private void time(List<Trial> good, TimingSession session, TimingSettings settings, String protocol)
            throws IOException, InterruptedException {
        runner.listener().timingStarted(good.size());
        Map<String, String> before = MachineState.now();
        Map<Trial, StageTimer> laps = session.time(
                new ArrayList<>(good),
                trial -> runner.executor().timed(trial, results.trialPath(trial.name()), settings.images(), false));
        for (var entry : laps.entrySet()) {
            Trial trial = entry.getKey();
            results.trial(trial)
                    .writeTiming(new Timing(
                            runner.key(trial).hash(),
                            MachineState.machine(provenance, trial.settings()),
                            protocol,
                            TimingSession.stages(entry.getValue()),
                            TimingSession.image(entry.getValue(), false),
                            TimingSession.image(entry.getValue(), true),
                            before));
        }
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
