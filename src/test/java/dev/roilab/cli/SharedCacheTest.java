package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.study.StudyText;
import dev.roilab.testing.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two people run a study at once, each with results of their own, on a machine with one cache. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class SharedCacheTest {
    private static final String STUDY = """
            study: shared
            question: Does a test of another threshold need another training?
            extends: base.yaml
            data: {train: 8, test: 4, width: 64, height: 64, smallest: 24, largest: 48, shorter_side: 64,
              longer_side: 64}
            model:
              proposals: {type: dense-grid, count: 100, scales: [24, 40], ratios: [1.0], step: 0.5}
              backbone: {width: 8, stride: 8}
              roi: {output_size: 3}
              head: {fc: [16]}
              sampling: {rois: 16}
            train: {steps: 60}
            vary: {model.postprocessing.nms: [0.3, 0.5, 0.7]}
            timing: ~
            seeds: [1, 2]
            """;

    /** Of each process: three thresholds and two seeds. */
    private static final int TRIALS = 6;

    private static final int TRAININGS = 2;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    private Program start(String results) throws IOException {
        return Program.sharing(
                folder.resolve("cache"),
                folder.resolve("outputs"),
                "run",
                folder.resolve("study.yaml").toString(),
                "--results",
                folder.resolve(results).toString(),
                "--reports",
                folder.resolve(results + "-reports").toString());
    }

    private List<TrialResult> trials(String results) throws IOException {
        return ResultsFolder.read(folder.resolve(results).resolve("shared")).trials();
    }

    private Map<String, String> weights(String results) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        trials(results)
                .forEach(trial -> digests.put(trial.trial(), trial.provenance().get("weights_sha256")));
        return digests;
    }

    private static long trained(Stream<TrialResult> trials) {
        return trials.filter(trial -> "this trial".equals(trial.provenance().get("training_from")))
                .count();
    }

    @Test
    void everyTrainingIsDoneOnceWhoeverDoesIt() throws IOException, InterruptedException {
        StudyText.write(folder, STUDY);
        List<Program> both = List.of(start("one"), start("other"));
        for (Program program : both) {
            assertThat(program.await()).as(program.output()).isZero();
            assertThat(program.output()).contains("trials: 6 ok");
        }
        assertThat(weights("one")).hasSize(TRIALS).isEqualTo(weights("other")).doesNotContainValue("none");
        assertThat(weights("one").values())
                .as("one for each seed")
                .containsOnly(weights("one").values().stream()
                        .distinct()
                        .limit(TRAININGS)
                        .toArray(String[]::new));
        assertThat(trained(Stream.concat(trials("one").stream(), trials("other").stream())))
                .isEqualTo(TRAININGS);
    }
}
