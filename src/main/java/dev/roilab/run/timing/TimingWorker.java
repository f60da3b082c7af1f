package dev.roilab.run.timing;

import dev.roilab.file.JsonFile;
import dev.roilab.proposal.TimedSearch;
import dev.roilab.result.ProcessTimes;
import dev.roilab.result.ProcessTimes.ArmTimes;
import dev.roilab.run.executor.TimedArm;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.key.MachineState;
import dev.roilab.study.Trial;
import dev.roilab.timing.StageTimer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** What a process does that times arms: one session, from a file with the request to a file with the answer. */
public final class TimingWorker {
    private final TrialExecutor executor;

    public TimingWorker(TrialExecutor executor) {
        this.executor = executor;
    }

    /**
     * Times the arms of the request beside each other.
     *
     * @param answer is there only once it is whole
     * @throws IOException if the request cannot be read or the answer not be written
     */
    public void answer(Path request, Path answer, TrialExecutor.Progress progress)
            throws IOException, InterruptedException {
        TimingRequest asked = JsonFile.readJson(request, new TypeReference<>() {});
        Map<Trial, Path> folders = new LinkedHashMap<>();
        asked.arms().forEach(arm -> folders.put(arm.trial(), Path.of(arm.folder())));
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("start", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        int images = asked.settings().images();
        var session = new TimingSession(asked.settings(), progress);
        Map<Trial, StageTimer> laps = session.time(List.copyOf(folders.keySet()), new TimingSession.Opener() {
            @Override
            public TimedArm open(Trial trial) throws InterruptedException {
                return executor.timed(trial, folders.getOrDefault(trial, Path.of("")), images, asked.untrained());
            }

            @Override
            public Optional<TimedSearch> search(Trial trial) {
                return executor.search(trial, images);
            }
        });
        conditions.putAll(session.load());
        conditions.putAll(MachineState.clock());
        Map<String, ArmTimes> arms = new LinkedHashMap<>();
        laps.forEach((trial, timer) -> arms.put(
                trial.name(),
                ArmTimes.of(
                        timer,
                        executor.search(trial, images)
                                .filter(search -> !search.isMeasured())
                                .isPresent())));
        JsonFile.writeJson(answer, new ProcessTimes(asked.id(), arms, conditions));
    }
}
