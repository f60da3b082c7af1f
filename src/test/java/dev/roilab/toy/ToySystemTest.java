package dev.roilab.toy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.measure.MeasureInfo;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.study.StudyText;
import dev.roilab.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A task and a system for it that lie beside the program and are named in one file: all that the program does with a
 * detector, it does.
 */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class ToySystemTest {
    private static final String STUDY = """
            study: toy
            question: Is a guess of the right size nearer?
            extends: base.yaml
            data: {train: 8, test: 4, width: 64, height: 64, shorter_side: 64, longer_side: 64,
              smallest: 24, largest: 40, objects: 2}
            model: {type: mean-cover, stretch: 1, pause: 5}
            train: {steps: 40, images: 4, rate: 0.1, momentum: 0, schedule: {type: constant, warmup: 0}}
            arms:
              right: {}
              large: {model.stretch: 1.6}
            timing: ~
            seeds: [1, 2, 3, 4, 5]
            report:
              tables:
                - {rows: arm, values: [cover_error]}
              plots:
                - {type: curve, name: within-tolerance}
                - {type: loss-curve}
                - {type: dots, value: cover_error}
            claims:
              - {that: cover_error(right) < cover_error(large)}
            """;

    @TempDir
    private static Path folder = Path.of("");

    private static Path study = Path.of("");

    @BeforeAll
    static void runUndisturbed() throws IOException, InterruptedException {
        study = StudyText.write(folder, STUDY);
        Path services = Files.createDirectories(folder.resolve("added/META-INF/services"));
        Files.writeString(services.resolve("dev.roilab.detect.Recipe"), MeanCoverRecipe.class.getName() + "\n");
        // It reads no proposals, so that the estimate has none to speak of.
        assertThat(ends(0, start("whole", "plan")))
                .contains("10 trials", "from a few steps of each of 2 arms")
                .doesNotContain("proposals");
        assertThat(ends(0, start("whole", "run", "--certify")))
                .contains("determinism bitwise: 3 steps, trained twice", "trials: 10 ok");
    }

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    @Test
    void itIsPlannedCertifiedTrainedReportedAndClaimedAbout() throws IOException, InterruptedException {
        List<TrialResult> trials = trials("whole");
        assertThat(trials).hasSize(10).allSatisfy(trial -> {
            assertThat(trial.measures())
                    .startsWith(CoverTask.ERROR, MeanCoverRecipe.GUESS)
                    .extracting(MeasureInfo::name)
                    .endsWith("network_parameters", "multiply_adds")
                    .hasSize(4);
            assertThat(trial.metrics().get("cover_error")).isBetween(0.0, 1.0);
            assertThat(trial.curves())
                    .singleElement()
                    .satisfies(curve -> assertThat(curve.info()).isEqualTo(CoverTask.TOLERANCE));
            assertThat(trial.provenance()).containsKeys("covers_sha256", "ground_truth");
            assertThat(trial.stages()).containsKey(MeanCover.STAGE);
            assertThat(trial.provenance()).containsKey("key_system");
        });
        Path trial = folder.resolve("whole/toy/arm=right,seed=1");
        assertThat(Files.readAllLines(trial.resolve("losses.csv")).getFirst()).contains("cover_loss", "object_loss");
        assertThat(Files.readAllLines(trial.resolve("bootstrap.csv")).get(1)).isEqualTo("cover_error");
        assertThat(trial.resolve("covers.json.gz")).exists();
        theReportSpeaksOfTheTaskAndOfNoOther();
        assertThat(ends(0, start("whole", "check"))).contains("supported    cover_error(right) < cover_error(large)");
        assertThat(ends(0, start("whole", "plan"))).contains("10 trials, 0 to run");
    }

    private void theReportSpeaksOfTheTaskAndOfNoOther() throws IOException {
        Path reports = folder.resolve("whole-reports/toy");
        assertThat(Files.readString(reports.resolve("report.md")))
                .contains(
                        "cover error",
                        "Mean guess: over the test images.",
                        "Cover error: mean distance of the found share from the true one.",
                        "Images within a tolerance, share of test images whose error is no larger.",
                        "In words: true covers at the top, guessed covers at the bottom.")
                .doesNotContain("AP50", "IoU", "VOC", "detections", "coloured by class");
        assertThat(Files.readString(reports.resolve("report.html")))
                .contains("In words: true covers; guessed covers of each arm's first finished seed.")
                .containsPattern("\"guessed [0-9.]+ %\"")
                .doesNotContain("annotated objects");
        assertThat(reports.resolve("within-tolerance.png")).exists();
        assertThat(reports.resolve("contact-sheet.png")).exists();
    }

    @Test
    void aKillInItsMiddleChangesNoBit() throws IOException, InterruptedException {
        Program program = start("killed", "run", "--checkpoint", "0");
        program.awaitOutput("[4/10]");
        Thread.sleep(100);
        assertThat(program.isAlive()).isTrue();
        program.kill();
        ends(0, start("killed", "run"));
        assertThat(weights("killed")).hasSize(10).isEqualTo(weights("whole"));
    }

    @Test
    void itsNameIsSuggestedAndItsKeysAreChecked() throws IOException, InterruptedException {
        Path wrong = folder.resolve("wrong.yaml");
        Files.writeString(wrong, STUDY.replace("mean-cover", "mean-cver"));
        assertThat(ends(2, start(wrong, "none", "plan")))
                .contains("unknown type 'mean-cver'; did you mean 'mean-cover'?");
        Files.writeString(wrong, STUDY.replace("stretch: 1,", "stretch: 0,"));
        assertThat(ends(2, start(wrong, "none", "plan"))).contains("wrong.yaml:6:", "stretch must be > 0");
        Files.writeString(wrong, STUDY + "pretraining: {type: weight-file, weights: a.safetensors}\n");
        assertThat(ends(2, start(wrong, "none", "plan")))
                .contains(
                        "pretraining gives a backbone its first weights, and model.type mean-cover has none; remove it");
        Files.writeString(
                wrong,
                STUDY.replace("name: within-tolerance", "name: within-tolerence")
                        .replace("{type: loss-curve}", "{type: pr-curve, iou: 0.5}")
                        .replace("cover_error(right)", "cover_eror(right)"));
        assertThat(ends(2, start(wrong, "none", "plan")))
                .contains(
                        "unknown curve",
                        "did you mean 'within-tolerance'?",
                        "no trial keeps a curve 'pr-curve'",
                        "did you mean 'cover_error'?");
    }

    private static Program start(String results, String command, String... options) throws IOException {
        return start(study, results, command, options);
    }

    private static Program start(Path study, String results, String command, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, study.toString()));
        arguments.addAll(List.of("--results", folder.resolve(results).toString()));
        if (command.equals("run")) {
            arguments.addAll(
                    List.of("--reports", folder.resolve(results + "-reports").toString()));
        }
        arguments.addAll(List.of(options));
        // Another place in which services are looked for; the classes are among the tests'.
        List<String> java = List.of(
                "-Xmx1g",
                "-XX:ActiveProcessorCount=1",
                "-XX:TieredStopAtLevel=1",
                "-Xbootclasspath/a:" + folder.resolve("added"));
        return Program.start(folder.resolve("outputs"), java, arguments.toArray(String[]::new));
    }

    private static String ends(int code, Program program) throws IOException, InterruptedException {
        assertThat(program.await()).as(program.output()).isEqualTo(code);
        return program.output();
    }

    private static List<TrialResult> trials(String results) throws IOException {
        return ResultsFolder.read(folder.resolve(results).resolve("toy")).trials();
    }

    private static Map<String, String> weights(String results) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        trials(results)
                .forEach(
                        trial -> digests.put(trial.trial(), trial.provenance().getOrDefault("weights_sha256", "none")));
        return digests;
    }
}
