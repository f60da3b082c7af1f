package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.study.StudyText;
import dev.roilab.testing.Program;
import dev.roilab.testing.VocFolderWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real study, in a process of its own, whose arms fail in every way that training can; nothing else may be lost. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class FailingStudyTest {
    private static final String STUDY = """
            study: failing
            question: What fails, and is the rest still there?
            extends: base.yaml
            data: {width: 64, height: 64, train: 12, test: 6, classes: 2, objects: 2, smallest: 24, largest: 48,
              shorter_side: 64, longer_side: 64}
            model:
              proposals: {type: dense-grid, count: 100, scales: [24, 40], ratios: [1], step: 0.25}
              backbone: {width: 4, stride: 8}
              roi: {output_size: 3}
              head: {fc: [16]}
              sampling: {rois: 16}
            train:
              steps: 40
              rate: 0.02
              schedule: {type: constant, warmup: 0}
            arms:
              good: {}
              diverging: {train.rate: 1e30}
              wide: {model.head.fc: [400000]}
              high: {data.shorter_side: 12000, data.longer_side: 12000}
              broken:
                data: {type: voc, root: ROOT, classes: [circle, square], train_split: [train], test_split: test,
                  on_bad_box: fail, shorter_side: 64, longer_side: 64}
            timing: ~
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    @Test
    void everyArmHasItsReasonAndTheGoodOneItsNumbers() throws IOException, InterruptedException {
        writeData();
        Path image = folder.resolve("voc/JPEGImages/train-00003.jpg");
        byte[] sound = Files.readAllBytes(image);
        Path study = StudyText.write(folder, STUDY.replace("ROOT", folder + "/voc"));
        Program program = start(study);
        program.awaitOutput("[1/5] arm=good,seed=1 starts");
        Files.write(image, withoutScan(sound));
        assertThat(program.await()).as(program.output()).isEqualTo(3);
        String output = program.output();
        assertThat(output)
                .contains(
                        "trials: 1 ok, 1 diverged, 2 out-of-memory, 1 data-error; results: ",
                        "[2/5] arm=diverging,seed=1 diverged in ",
                        "[3/5] arm=wide,seed=1 out-of-memory in ",
                        "[4/5] arm=high,seed=1 out-of-memory in ",
                        "[5/5] arm=broken,seed=1 data-error in ")
                .doesNotContain("\tat ");

        List<TrialResult> trials =
                ResultsFolder.read(folder.resolve("results/failing")).trials();
        assertThat(reason(trials, "diverging", Status.DIVERGED)).startsWith("loss not finite at step ");
        assertThat(reason(trials, "wide", Status.OUT_OF_MEMORY))
                .contains("native memory: ", "the limit is 64.0 MB", "-XX:MaxDirectMemorySize");
        assertThat(reason(trials, "high", Status.OUT_OF_MEMORY)).contains("Java heap space", "-Xmx");
        assertThat(reason(trials, "broken", Status.DATA_ERROR))
                .isEqualTo("JPEGImages/train-00003.jpg: not an image that can be decoded;"
                        + " it begins as a JPEG file and ends within its header, or has none; fetch it again");
        assertThat(trials.subList(0, 1)).allSatisfy(trial -> {
            assertThat(trial.status()).isEqualTo(Status.OK);
            assertThat(trial.metrics()).containsKeys("ap50", "voc07");
        });

        assertThat(Files.readString(folder.resolve("reports/failing/report.md")))
                .containsPattern("\\| good +\\| +1 \\| +\\d+\\.\\d")
                .containsPattern("\\| diverging +\\| 0 of 1 \\| +diverged @ \\d+ \\|.*\\| seed 1: diverged @ \\d+ +\\|")
                .containsPattern("\\| diverging +\\| +1 \\| diverged +\\| loss not finite at step \\d+: classification")
                .containsPattern("\\| wide +\\| 0 of 1 \\| +out-of-memory \\|.*native memory")
                .containsPattern("\\| high +\\| 0 of 1 \\| +out-of-memory \\|.*Java heap space")
                .containsPattern("\\| broken +\\| 0 of 1 \\| +data-error \\|.*train-00003\\.jpg")
                .contains("4 of 5 trials did not finish");
        assertThat(Files.readString(folder.resolve("reports/failing/report.html")))
                .contains("diverged @ ", "out-of-memory", "train-00003.jpg");
        assertThat(Files.readString(folder.resolve("results/failing/arm=wide,seed=1/failure.txt")))
                .contains("OutOfMemoryError", "\tat ");

        assertThat(run(study, 2, "--only", "data-error"))
                .contains(
                        "JPEGImages/train-00003.jpg: unreadable image: it begins as a JPEG file but cannot be decoded");
        Files.write(image, sound);
        assertThat(run(study, 3, "--only", "data-error"))
                .contains(
                        "[5/5] arm=broken,seed=1 ok",
                        "trials: 2 ok, 1 diverged, 2 out-of-memory, 1 of them reused; results: ");
    }

    private static String reason(List<TrialResult> trials, String arm, Status status) {
        List<TrialResult> its = trials.stream()
                .filter(trial -> trial.varied().containsValue(arm))
                .toList();
        assertThat(its).hasSize(1).extracting(TrialResult::status).containsOnly(status);
        return its.getFirst().failure().orElseThrow();
    }

    private String run(Path study, int exitCode, String... options) throws IOException, InterruptedException {
        Program program = start(study, options);
        assertThat(program.await()).as(program.output()).isEqualTo(exitCode);
        return program.output();
    }

    private Program start(Path study, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", study.toString()));
        arguments.addAll(List.of("--results", folder + "/results", "--reports", folder + "/reports"));
        arguments.addAll(List.of(options));
        return Program.start(
                folder.resolve("outputs"),
                List.of(
                        "-Xmx256m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-XX:ActiveProcessorCount=1",
                        "-XX:TieredStopAtLevel=1"),
                arguments.toArray(String[]::new));
    }

    private void writeData() throws IOException {
        var shapes = new DataSettings.Shapes(1, 64, 64, 12, 6, 2, 2, 24, 48, 0.3, 0.5, 8, 64, 64);
        VocFolderWriter.write(DataSets.load(shapes, Optional.empty()), folder.resolve("voc"));
    }

    /** A JPEG whose scan a bad disk has replaced by zeros, after the study's data were looked at. */
    private static byte[] withoutScan(byte[] sound) {
        byte[] image = sound.clone();
        int scan = 0;
        while ((image[scan] & 0xFF) != 0xFF || (image[scan + 1] & 0xFF) != 0xDA) {
            scan++;
        }
        Arrays.fill(image, scan, image.length - 2, (byte) 0);
        return image;
    }
}
