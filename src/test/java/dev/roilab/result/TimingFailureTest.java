package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.file.JsonFile;
import dev.roilab.result.ProcessTimes.ArmTimes;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.run.timing.FreshProcess;
import dev.roilab.run.timing.TimingException;
import dev.roilab.run.timing.TimingRequest;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;

/** A session that was to time the arms and failed is told by the results, until one succeeds. */
class TimingFailureTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: [0.1, 0.2]
            timing: {images: 1, rounds: 1, processes: 2}
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> heard = new ArrayList<>();

    /** Leaves weights, so that there is something to time. */
    private static final class WithWeights implements TrialExecutor {
        private final InstantExecutor instant = new InstantExecutor();

        @Override
        public TrialInputs inputs(TrialSettings settings) {
            return instant.inputs(settings);
        }

        @Override
        public TrialResult execute(Trial trial, TrialRun run, Progress progress) throws InterruptedException {
            try {
                Files.createDirectories(run.folder());
                Files.writeString(run.folder().resolve("detector.safetensors"), "weights");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return instant.execute(trial, run, progress);
        }

        @Override
        public boolean canTime(Trial trial) {
            return true;
        }
    }

    private StudyResults run(FreshProcess process) {
        var listener = new SilentListener() {
            @Override
            public void timingFailed(String reason) {
                heard.add(reason);
            }
        };
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, STUDY), List.of());
        StudyRunner runner = new StudyRunner(new WithWeights(), listener, RunOptions.in(folder.resolve("results")));
        return ResultsFolder.read(runner.timingIn(process).run(plan).folder());
    }

    private static void times(Path request, Path answer) throws IOException {
        times(request, answer, new StageTime(2, 3));
    }

    private static void times(Path request, Path answer, StageTime time) throws IOException {
        TimingRequest asked = JsonFile.readJson(request, new TypeReference<>() {});
        Map<String, ArmTimes> arms = new LinkedHashMap<>();
        asked.arms().forEach(arm -> arms.put(arm.name(), new ArmTimes(Map.of("roi", time), time, time)));
        JsonFile.writeJson(answer, new ProcessTimes(asked.id(), arms, Map.of()));
    }

    @Test
    void aCrashIsToldWithItsReasonUntilASessionSucceeds() {
        StudyResults untimed = run((_, answer, _) -> {
            throw new TimingException("the process that times the arms ended with signal 11 (all of it in "
                    + answer.resolveSibling("process-1.json.log") + ")");
        });
        assertThat(heard)
                .singleElement()
                .asString()
                .startsWith("the arms could not be timed beside each other: the process that times the arms ended with"
                        + " signal 11")
                .endsWith("; to try it again: run the study again");
        assertThat(untimed.trials())
                .hasSize(2)
                .allSatisfy(trial -> assertThat(trial.provenance().get(Origin.TIMING_FAILURE))
                        .startsWith("the process that times the arms ended with signal 11 (all of it in"
                                + " timing/process-1.json.log) (2"));
        assertThat(Origin.notes(untimed))
                .anySatisfy(note -> assertThat(note).startsWith("2 of 2 trials not timed by the last session"));

        StudyResults timed = run((request, answer, _) -> times(request, answer));
        assertThat(timed.trials()).allSatisfy(trial -> {
            assertThat(trial.provenance()).doesNotContainKey(Origin.TIMING_FAILURE);
            assertThat(trial.stages().get("roi")).isEqualTo(new StageTime(2, 3, List.of(2.0, 2.0)));
        });
        assertThat(timed.folder().resolve(TimingFailure.FILE)).doesNotExist();
    }

    @Test
    @Timeout(60)
    void timesThatCannotBeReadBackEndTheSessionAndAreAFailure() {
        StudyResults untimed = run((request, answer, _) -> times(request, answer, StageTime.NOT_MEASURED));
        assertThat(heard)
                .singleElement()
                .asString()
                .contains(
                        "their times cannot be read back: rate=0.1,seed=1: timing.json is damaged: stages.roi.median is"
                                + " NaN, expected a number >= 0");
        assertThat(untimed.trials())
                .allSatisfy(trial -> assertThat(trial.provenance()).containsKey(Origin.TIMING_FAILURE));
    }

    @Test
    void aTimerThatDoesNotWaitIsAReasonLikeAnyOther() {
        StudyResults untimed = run((_, _, _) -> {
            throw new IllegalStateException("the timer misses 93 percent of the work");
        });
        assertThat(untimed.trials().getFirst().provenance().get(Origin.TIMING_FAILURE))
                .startsWith("the timer misses 93 percent of the work (2");
    }

    @Test
    void aFileThatCannotBeReadTellsOfAFailureToo() throws IOException {
        StudyResults timed = run((request, answer, _) -> times(request, answer));
        Files.writeString(timed.folder().resolve(TimingFailure.FILE), "{\"reason\" : ");
        assertThat(ResultsFolder.read(timed.folder()).trials().getLast().provenance())
                .containsEntry(
                        Origin.TIMING_FAILURE,
                        "timing-failure.json is truncated: it ends in line 1, before its last bracket");
    }
}
