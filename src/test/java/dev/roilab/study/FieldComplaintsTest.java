package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.lock.TrialLock;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyOutcome;
import dev.roilab.run.StudyRunner;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of other tools complained about, each under the name of its thread. */
class FieldComplaintsTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: [0.1, 0.2, 0.3]
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    private final InstantExecutor executor = new InstantExecutor();

    @Test
    @DisplayName("hydra#3328: a resumed sweep keeps the numbering and names of its trials")
    void hydra3328ResumeKeepsNumbering() {
        List<String> planned = plan(STUDY).trials().stream().map(Trial::name).toList();
        run(STUDY, RunOptions.in(results()).withFailFast(true));
        assertThat(plan(STUDY).trials()).extracting(Trial::name).isEqualTo(planned);
        assertThat(trials()).containsExactlyInAnyOrderElementsOf(planned);
    }

    @Test
    @DisplayName("hydra#3328: a resumed sweep overwrites no finished output")
    void hydra3328ResumeOverwritesNothing() throws IOException {
        run(STUDY, options());
        Path result = trial("rate=0.1,seed=1").resolve("result.json");
        var before = Files.getLastModifiedTime(result);
        String content = Files.readString(result);
        run(STUDY.replace("0.3]", "0.3, 0.4]"), options());
        assertThat(Files.getLastModifiedTime(result)).isEqualTo(before);
        assertThat(result).hasContent(content);
    }

    @Test
    @DisplayName("hydra#3328: finished, failed, running and planned trials are told apart")
    void hydra3328StatesAreToldApart() throws IOException {
        run(STUDY.replace("0.2", "20"), options());
        assertThat(new TrialFolder(trial("rate=0.1,seed=1")).status()).isEqualTo(Status.OK);
        assertThat(new TrialFolder(trial("rate=20,seed=1")).status()).isEqualTo(Status.CRASHED);
        assertThat(new TrialFolder(trial("rate=0.9,seed=1")).status()).isEqualTo(Status.PLANNED);
        Path running = trial("rate=0.5,seed=1");
        try (TrialLock lock =
                TrialLock.tryAcquire(results().resolve("rates"), running).orElseThrow()) {
            assertThat(lock.isHeld()).isTrue();
            assertThat(new TrialFolder(running).status()).isEqualTo(Status.RUNNING);
        }
        assertThat(new TrialFolder(running).status()).isEqualTo(Status.INTERRUPTED);
    }

    @Test
    @DisplayName("hydra#3328: what was in flight is run again, what had failed is run again, what is done is not")
    void hydra3328InFlightIsRunAgain() throws IOException {
        run(STUDY.replace("0.2", "20"), options());
        Files.delete(trial("rate=0.3,seed=1").resolve("result.json"));
        executor.executed.clear();
        run(STUDY.replace("0.2", "20"), options());
        assertThat(executor.executed).containsExactly("rate=20,seed=1", "rate=0.3,seed=1");
    }

    @Test
    @DisplayName("hydra#3328: a result of another configuration is not taken for this one's")
    void hydra3328ConfigurationIsCompared() {
        run(STUDY, options());
        executor.executed.clear();
        run(STUDY + "model: {postprocessing: {nms: 0.4}}\n", options());
        assertThat(executor.executed).hasSize(3);
    }

    @Test
    @DisplayName("benchopt#584: a failure is shown at every run, not only at the first")
    void benchopt584FailuresAreNotCached() {
        String failing = STUDY.replace("0.2", "20");
        for (int i = 0; i < 3; i++) {
            StudyOutcome outcome = run(failing, options());
            assertThat(outcome.statuses()).containsEntry(Status.CRASHED, 1);
            assertThat(trial("rate=20,seed=1").resolve("failure.txt")).content().contains("a bug");
            assertThat(ResultsFolder.read(outcome.folder()).trials().get(1).failure())
                    .contains("a bug");
        }
    }

    @Test
    @DisplayName("benchopt#807: the order of arms and keys does not make a result stale")
    void benchopt807OrderDoesNotMatter() {
        run(STUDY, options());
        executor.executed.clear();
        StudyOutcome outcome = run("""
                seeds: [1]
                vary:
                  train.rate: [0.3, 1e-1, 0.2]
                question: Which rate?
                extends: base.yaml
                study: rates
                """.replace("1e-1", "0.1"), options());
        assertThat(executor.executed).isEmpty();
        assertThat(outcome.reused()).isEqualTo(3);
    }

    @Test
    @DisplayName("ClawBench#297: a log file is no proof of a result")
    void clawBench297ALogIsNoResult() throws IOException {
        Path trial = Files.createDirectories(trial("rate=0.1,seed=1"));
        Files.writeString(trial.resolve("trial.log"), "trial ends: OK\n");
        Files.writeString(trial.resolve("result.json"), "{\"status\": \"OK\"");
        run(STUDY, options());
        assertThat(executor.executed).contains("rate=0.1,seed=1").hasSize(3);
    }

    @Test
    @DisplayName("hydra#2824: trials that all have the same bug end the run after three")
    void hydra2824SameBugEndsTheRun() {
        StudyOutcome outcome = run(STUDY.replace("[0.1, 0.2, 0.3]", "[11, 12, 13, 14, 15]"), options());
        assertThat(executor.executed).hasSize(3);
        assertThat(outcome.stopped()).contains("stopped after 3 failures in a row with one cause");
        assertThat(outcome.notRun()).isEqualTo(2);
        executor.executed.clear();
        run(STUDY.replace("[0.1, 0.2, 0.3]", "[11, 12, 13, 14, 15]"), options().withSameFailures(0));
        assertThat(executor.executed).hasSize(5);
    }

    @Test
    @DisplayName("guildai#456: only failed trials, or only those that failed in one way, are run again")
    void guildai456OnlyFailed() {
        String failing = STUDY.replace("[0.1, 0.2, 0.3]", "[0.1, 2, 20, 200]");
        run(failing, options());
        executor.executed.clear();
        run(failing, options().withOnly(Set.of(Status.OUT_OF_MEMORY, Status.DIVERGED)));
        assertThat(executor.executed).containsExactly("rate=2,seed=1", "rate=200,seed=1");
    }

    @Test
    @DisplayName("py-faster-rcnn#911: a rank at which truncated SVD makes a layer larger is refused before training")
    void pyFasterRcnn911TooHighARankIsRefused() {
        String study = """
                study: rank
                question: Is it smaller?
                extends: base.yaml
                model:
                  head:
                    fc: [64, 64]
                    svd: {method: exact, ranks: [20, RANK]}
                seeds: [1]
                """;
        assertThatThrownBy(() -> plan(study.replace("RANK", "32")))
                .isInstanceOf(YamlException.class)
                .hasMessageMatching("(?s).*study\\.yaml:5:3: ranks must be below break-even: rank 32 of fc7 needs 4096"
                        + " weights, the layer of 64 x 64 itself 4096; use at most 31, or 0 to leave it whole.*");
        assertThat(plan(study.replace("RANK", "31")).trials()).hasSize(1);
    }

    private Path results() {
        return folder.resolve("results");
    }

    private Path trial(String name) {
        return results().resolve("rates").resolve(name);
    }

    private List<String> trials() {
        return plan(STUDY).trials().stream()
                .filter(trial -> Files.exists(trial(trial.name()).resolve("result.json")))
                .map(Trial::name)
                .toList();
    }

    private RunOptions options() {
        return RunOptions.in(results());
    }

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of());
    }

    private StudyOutcome run(String text, RunOptions options) {
        return new StudyRunner(executor, new SilentListener(), options).run(plan(text));
    }
}
