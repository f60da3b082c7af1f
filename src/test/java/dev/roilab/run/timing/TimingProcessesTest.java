package dev.roilab.run.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.file.JsonFile;
import dev.roilab.result.ProcessTimes;
import dev.roilab.result.ProcessTimes.ArmTimes;
import dev.roilab.result.Timing;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;

class TimingProcessesTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<Integer> started = new ArrayList<>();

    /** A process that takes 10 ms a stage longer than the one before it, on a machine that gets busier. */
    private void answer(Path request, Path answer) throws IOException {
        started.add(started.size() + 1);
        double time = 10.0 * started.size();
        TimingRequest asked = JsonFile.readJson(request, new TypeReference<>() {});
        var stages = Map.of("backbone", new StageTime(time, 2 * time));
        JsonFile.writeJson(
                answer,
                new ProcessTimes(
                        asked.id(),
                        Map.of("roi=pool", new ArmTimes(stages, new StageTime(time, time), StageTime.NOT_MEASURED)),
                        Map.of("load", "1." + started.size(), "cores", "2", "start", "now")));
    }

    private static TimingRequest request(String identity) {
        return TimingRequest.of(new TimingSettings(2, 2), false, List.of(), List.of(identity));
    }

    @Test
    void theMeanOverProcessesAndTheBusiestOfThemAreTold() throws IOException, InterruptedException {
        TimingRequest request = request("a");
        List<ProcessTimes> all = new TimingProcesses((asked, answer, _) -> answer(asked, answer), 3, folder)
                .measure(request, (_, _, _) -> {});
        Timing timing = Timing.of("key", "machine", "protocol", request.id(), all, "roi=pool");
        StageTime backbone = timing.stages().getOrDefault("backbone", StageTime.NOT_MEASURED);
        assertThat(backbone.processes()).containsExactly(10.0, 20.0, 30.0);
        assertThat(backbone.median()).isCloseTo(20, within(1e-9));
        assertThat(backbone.p95()).isCloseTo(40, within(1e-9));
        assertThat(timing.withProposals().wasMeasured()).isFalse();
        assertThat(timing.facts())
                .containsEntry("timing_processes", "3")
                .containsEntry("timing_load", "1.3")
                .containsEntry("timing_loads", "1.1, 1.2, 1.3")
                .doesNotContainKey("timing_image_with_proposals_ms");
        Path file = folder.resolve("timing.json");
        JsonFile.writeJson(file, timing);
        assertThat(JsonFile.readJson(file, new TypeReference<Timing>() {}).toldStages())
                .isEqualTo(timing.stages());
    }

    @Test
    void aRunThatWasStoppedGoesOnAfterTheLastWholeProcess() throws IOException, InterruptedException {
        FreshProcess stopsAtTheSecond = (asked, answer, _) -> {
            if (started.size() == 1) {
                throw new InterruptedException("stopped on request");
            }
            answer(asked, answer);
        };
        assertThatThrownBy(
                        () -> new TimingProcesses(stopsAtTheSecond, 3, folder).measure(request("a"), (_, _, _) -> {}))
                .isInstanceOf(InterruptedException.class);
        var again = new TimingProcesses((asked, answer, _) -> answer(asked, answer), 3, folder);
        assertThat(again.measure(request("a"), (_, _, _) -> {})).hasSize(3);
        assertThat(started).hasSize(3);
        // Other weights, another machine or another protocol: nothing of it holds.
        again.measure(request("b"), (_, _, _) -> {});
        assertThat(started).hasSize(6);
        again.forget();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aProcessThatWasKilledIsStartedOnceMoreAndNoMore() throws IOException, InterruptedException {
        List<Integer> killed = new ArrayList<>();
        FreshProcess diesOnce = (asked, answer, _) -> {
            if (killed.isEmpty()) {
                killed.add(9);
                throw new TimingException("the process that times the arms ended with signal 9");
            }
            answer(asked, answer);
        };
        assertThat(new TimingProcesses(diesOnce, 2, folder).measure(request("a"), (_, _, _) -> {}))
                .hasSize(2);
        FreshProcess dies = (_, _, _) -> {
            killed.add(9);
            throw new TimingException("the process that times the arms ended with signal 9");
        };
        assertThatThrownBy(() -> new TimingProcesses(dies, 2, folder).measure(request("b"), (_, _, _) -> {}))
                .hasMessageContaining("signal 9");
        assertThat(killed).hasSize(3);
    }

    @Test
    void timesOfBeforeAreOfOneProcessAndTheirProposalsAreNotTold() throws IOException {
        Path file = Files.writeString(folder.resolve("timing.json"), """
                {"key": "k", "machine": "m", "protocol": "4 images one by one",
                 "stages": {"proposals": {"median": 913.567, "p95": 933.1}, "backbone": {"median": 6.02, "p95": 6.5}},
                 "image": {"median": 16.7, "p95": 17.9}, "with_proposals": {"median": 930.4, "p95": 950.5},
                 "conditions": {"load": "4.62", "clock_mhz": "2596"}}
                """);
        Timing timing = JsonFile.readJson(file, new TypeReference<>() {});
        assertThat(timing.toldStages().get("proposals")).isEqualTo(StageTime.NOT_MEASURED);
        assertThat(timing.toldStages().get("backbone")).isEqualTo(new StageTime(6.02, 6.5));
        assertThat(timing.facts())
                .containsEntry("timing_processes", "1")
                .containsEntry("timing_load", "4.62")
                .doesNotContainKey("timing_image_with_proposals_ms")
                .doesNotContainKey("timing_session");
    }

    /** A process that times knows of a trial what the request says, and nothing else. */
    @Test
    void aRequestTellsEverySettingOfEveryShippedStudy() throws IOException {
        int trials = 0;
        try (var files = Files.list(Path.of("experiments"))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".yaml")).toList()) {
                for (Trial trial : StudyPlan.of(file, List.of()).trials()) {
                    assertThat(TimingRequest.Arm.of(trial, folder).trial()).isEqualTo(trial);
                    trials++;
                }
            }
        }
        assertThat(trials).isGreaterThan(100);
    }

    @Test
    void proposalsAddToTheImageLapByLap() {
        var laps = new StageTimer();
        laps.addOutside(HarnessMeasures.PROPOSALS, 1);
        laps.addOutside(HarnessMeasures.PROPOSALS, 3);
        for (int lap = 0; lap < 2; lap++) {
            laps.startLap();
            laps.endLap();
        }
        ArmTimes measured = ArmTimes.of(laps, false);
        assertThat(measured.stages()
                        .getOrDefault(HarnessMeasures.PROPOSALS, StageTime.NOT_MEASURED)
                        .median())
                .isEqualTo(2000);
        assertThat(measured.withProposals().median() - measured.image().median())
                .isCloseTo(2000, within(1e-6));
        ArmTimes missing = ArmTimes.of(new StageTimerOfOneLap().timer, true);
        assertThat(missing.withProposals().wasMeasured()).isFalse();
        assertThat(missing.image().wasMeasured()).isTrue();
    }

    private static final class StageTimerOfOneLap {
        private final StageTimer timer = new StageTimer();

        StageTimerOfOneLap() {
            timer.startLap();
            timer.endLap();
        }
    }
}
