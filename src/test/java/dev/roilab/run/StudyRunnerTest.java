package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.testing.TwoLosses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyRunnerTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: [0.1, 2, 20, 200, 0.2]
            seeds: [1]
            """;
    private static final String GOOD = STUDY.replace("2, 20, 200, ", "");

    @TempDir
    private Path folder = Path.of("");

    private final InstantExecutor executor = new InstantExecutor();
    private final List<String> heard = new ArrayList<>();

    @Test
    void failuresAreRecordedAndTheOthersGoOn() throws IOException {
        StudyOutcome outcome = run(STUDY, false, false);
        assertThat(outcome.statuses())
                .isEqualTo(Map.of(Status.OK, 2, Status.DIVERGED, 1, Status.CRASHED, 1, Status.OUT_OF_MEMORY, 1));
        assertThat(outcome.allOk()).isFalse();
        StudyResults results = ResultsFolder.read(outcome.folder());
        assertThat(results.trials())
                .extracting(TrialResult::status)
                .containsExactly(Status.OK, Status.DIVERGED, Status.CRASHED, Status.OUT_OF_MEMORY, Status.OK);
        assertThat(results.trials().get(1).failure().orElseThrow()).startsWith("loss not finite at step 3");
        assertThat(results.trials().get(1).losses())
                .as("the curve up to the divergence")
                .containsExactly(new LossPoint(2, TwoLosses.of(8, 0.5), 2));
        Path crashed = outcome.folder().resolve("rate=20,seed=1");
        assertThat(crashed.resolve("failure.txt")).content().contains("a bug", "InstantExecutor");
        assertThat(crashed.resolve("trial.log")).content().contains("rate=20,seed=1 failed", "a bug");
        assertThat(outcome.folder().resolve("rate=0.1,seed=1/trial.log"))
                .content()
                .doesNotContain("bug");
    }

    @Test
    void failuresAreNeverReused() throws IOException {
        run(STUDY, false, false);
        executor.executed.clear();
        StudyOutcome again = run(STUDY, false, false);
        assertThat(executor.executed).containsExactly("rate=2,seed=1", "rate=20,seed=1", "rate=200,seed=1");
        assertThat(again.reused()).isEqualTo(2);
    }

    @Test
    void resultsComeBackAsTheyWere() throws IOException, InterruptedException {
        StudyOutcome outcome = run(GOOD, false, false);
        StudyResults results = ResultsFolder.read(outcome.folder());
        StudyPlan plan = plan(GOOD);
        assertThat(results.classes()).containsExactly("disc", "bar");
        assertThat(results.varied()).containsExactly("train.rate");
        assertThat(results.command()).isEqualTo("./roilab run study.yaml");
        assertThat(results.trials()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            TrialResult expected = executor.execute(
                    plan.trials().get(i), new TrialRun(folder.resolve("other"), "key", Duration.ZERO), (_, _, _) -> {});
            assertThat(results.trials().get(i))
                    .usingRecursiveComparison()
                    .withEqualsForType(Double::equals, Double.class)
                    .ignoringFields("provenance")
                    .isEqualTo(expected);
            assertThat(results.trials().get(i).provenance())
                    .containsEntry("device_name", "none")
                    .containsKeys("java", "os", "threads", "start", "duration_seconds", "key_settings", "key_data");
        }
        assertThat(heard)
                .containsExactly(
                        "study 2",
                        "start 1 rate=0.1,seed=1",
                        "step 1/1",
                        "end 1 OK",
                        "start 2 rate=0.2,seed=1",
                        "step 1/1",
                        "end 2 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"result.json", "losses.csv", "curves.json", "gallery.json", "resolved.yaml"})
    void aDamagedResultIsRunAgain(String file) throws IOException {
        StudyOutcome outcome = run(GOOD, false, false);
        Path damaged = outcome.folder().resolve("rate=0.2,seed=1").resolve(file);
        Files.writeString(damaged, Files.readString(damaged).substring(0, 5));
        TrialResult read = ResultsFolder.read(outcome.folder()).trials().getLast();
        assertThat(read.status()).isEqualTo(Status.DAMAGED);
        assertThat(read.failure().orElseThrow()).startsWith(file + " ").doesNotContain(folder.toString());
        executor.executed.clear();
        run(GOOD, false, false);
        assertThat(executor.executed).containsExactly("rate=0.2,seed=1");
        assertThat(ResultsFolder.read(outcome.folder()).trials().getLast().status())
                .isEqualTo(Status.OK);
    }

    @Test
    void aChangedSettingRunsAgain() throws IOException {
        run(GOOD, false, false);
        executor.executed.clear();
        run(GOOD + "model: {postprocessing: {nms: 0.4}}\n", false, false);
        assertThat(executor.executed).hasSize(2);
    }

    @Test
    void trialsOutsideThePlanStayAndAreNotReported() throws IOException {
        run(GOOD, false, false);
        StudyOutcome smaller = run(GOOD.replace("[0.1, 0.2]", "[0.2]"), false, false);
        assertThat(smaller.reused()).isEqualTo(1);
        assertThat(smaller.folder().resolve("rate=0.1,seed=1/result.json")).exists();
        assertThat(ResultsFolder.read(smaller.folder()).trials())
                .extracting(TrialResult::trial)
                .containsExactly("rate=0.2,seed=1");
    }

    @Test
    void onlyFailedLeavesNewTrialsOut() throws IOException {
        run(STUDY, false, false);
        executor.executed.clear();
        StudyOutcome outcome = run(STUDY.replace("[0.1,", "[0.3, 0.1,"), true, false);
        assertThat(executor.executed).containsExactly("rate=2,seed=1", "rate=20,seed=1", "rate=200,seed=1");
        assertThat(outcome.notRun()).isEqualTo(1);
    }

    @Test
    void onlySomeLeavesTheFailuresOfTheOthersAsTheyAre() throws IOException {
        Path results = run(STUDY, false, false).folder();
        Files.writeString(results.resolve("rate=0.1,seed=1/losses.csv"), "cut");
        RunOptions options = RunOptions.in(folder.resolve("results")).withOnly(Set.of(Status.DAMAGED));
        StudyOutcome outcome = new StudyRunner(executor, new Listener(heard), options).run(plan(STUDY));
        assertThat(outcome.statuses())
                .isEqualTo(Map.of(Status.OK, 2, Status.DIVERGED, 1, Status.CRASHED, 1, Status.OUT_OF_MEMORY, 1));
        assertThat(outcome.notRun()).isZero();
        assertThat(outcome.allOk()).isFalse();
    }

    @Test
    void aStudyWithATrialThatNobodyRanIsNotComplete() throws IOException {
        run(GOOD, false, false);
        assertThat(run(GOOD.replace("[0.1,", "[0.3, 0.1,"), true, false).allOk())
                .isFalse();
        assertThat(run(GOOD, true, false).allOk()).isTrue();
    }

    /** Two runs of one study: what the other one has come to is told as what it is. */
    @Test
    void trialsThatAnotherProcessEndsAreNotToldAsReused() throws IOException {
        StudyPlan both = plan(STUDY.replace("2, 20, 200, 0.2", "2, 0.2, 0.3"));
        Path file = Files.writeString(folder.resolve("others.yaml"), GOOD.replace("[0.1, 0.2]", "[2, 0.2]"));
        StudyPlan others = StudyPlan.of(file, List.of());
        RunOptions options = RunOptions.in(folder.resolve("results"));
        List<String> seen = new ArrayList<>();
        var second = new SilentListener() {
            @Override
            public void trialStarted(Trial trial, int number) {
                if (number == 1) {
                    new StudyRunner(executor, new SilentListener(), options).run(others);
                }
            }

            @Override
            public void trialReused(Trial trial, int number) {
                seen.add(number + " reused");
            }

            @Override
            public void trialEndedElsewhere(Trial trial, int number, Status status) {
                seen.add(number + " " + status);
            }
        };
        StudyOutcome outcome = new StudyRunner(executor, second, options).run(both);
        assertThat(seen).containsExactly("2 DIVERGED", "3 OK");
        assertThat(outcome.statuses()).isEqualTo(Map.of(Status.OK, 3, Status.DIVERGED, 1));
        assertThat(outcome.reused()).isEqualTo(1);
    }

    @Test
    void failFastStopsAtTheFirstFailure() throws IOException {
        StudyOutcome outcome = run(STUDY, false, true);
        assertThat(executor.executed).containsExactly("rate=0.1,seed=1", "rate=2,seed=1");
        assertThat(outcome.notRun()).isEqualTo(3);
        assertThat(ResultsFolder.read(outcome.folder()).trials().getLast().failure())
                .contains("not run yet");
    }

    @Test
    void badDataEndTheStudyBeforeAnythingRuns() {
        assertThatThrownBy(() -> run(GOOD + "data: {width: 111}\n", false, false))
                .isInstanceOf(DataException.class)
                .hasMessage("shapes: width 111 is too narrow\nshapes: nothing to see");
        assertThat(executor.executed).isEmpty();
        assertThat(folder.resolve("results")).doesNotExist();
    }

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of());
    }

    private StudyOutcome run(String text, boolean onlyFailed, boolean failFast) throws IOException {
        Files.createDirectories(folder.resolve("other"));
        RunOptions options = RunOptions.in(folder.resolve("results"))
                .withOnly(onlyFailed ? RunOptions.anyFailure() : Set.of())
                .withFailFast(failFast)
                .withCommand("./roilab run study.yaml");
        return new StudyRunner(executor, new Listener(heard), options).run(plan(text));
    }

    private record Listener(List<String> heard) implements StudyListener {
        @Override
        public void studyStarted(StudyPlan plan, Path results) {
            heard.add("study " + plan.trials().size());
        }

        @Override
        public void trialStarted(Trial trial, int number) {
            heard.add("start " + number + " " + trial.name());
        }

        @Override
        public void trialReused(Trial trial, int number) {
            heard.add("reuse " + number);
        }

        @Override
        public void trialEndedElsewhere(Trial trial, int number, Status status) {
            heard.add("elsewhere " + number + " " + status);
        }

        @Override
        public void timingStarted(int arms) {
            heard.add("timing " + arms);
        }

        @Override
        public void timingFailed(String reason) {
            heard.add("timing failed: " + reason);
        }

        @Override
        public void mended(String what) {
            heard.add("mended: " + what);
        }

        @Override
        public void waiting(int trials) {
            heard.add("wait " + trials);
        }

        @Override
        public void trialFinished(Trial trial, int number, TrialResult result) {
            heard.add("end " + number + " " + result.status());
        }

        @Override
        public void stepped(int step, int steps, String text) {
            heard.add("step " + step + "/" + steps);
        }
    }
}
