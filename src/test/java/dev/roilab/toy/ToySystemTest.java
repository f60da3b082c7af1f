package dev.roilab.toy;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system that lies beside the program and is named in one file: all that the program does with a system, it does. */
@Tag("slow")
class ToySystemTest {
    private static final String STUDY = """
            study: toy
            question: Is a box of the right size nearer?
            extends: base.yaml
            data: {train: 8, test: 4, width: 64, height: 64, shorter_side: 64, longer_side: 64,
              smallest: 24, largest: 40, objects: 2}
            model: {type: mean-box, backbone: {type: tiny, width: 4, stride: 8, frozen_below: 0}, head: {fc: [4]},
              stretch: 1, pause: 5}
            train: {steps: 40, images: 4, rate: 0.1, momentum: 0, schedule: {type: constant, warmup: 0}}
            arms:
              right: {}
              large: {model.stretch: 1.6}
            timing: ~
            seeds: [1, 2, 3, 4, 5]
            report:
              tables:
                - {rows: arm, values: [corner_error]}
              plots: []
            claims:
              - {that: corner_error(right) < corner_error(large)}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path study = Path.of("");

    @BeforeEach
    void nameTheSystem() throws IOException {
        study = StudyText.write(folder, STUDY);
        Path services = Files.createDirectories(folder.resolve("added/META-INF/services"));
        Files.writeString(services.resolve("dev.roilab.detect.Recipe"), MeanBoxRecipe.class.getName() + "\n");
    }

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    @Test
    void itIsPlannedCertifiedTrainedReportedAndClaimedAbout() throws IOException, InterruptedException {
        assertThat(ends(0, start("whole", "plan", "--no-estimate"))).contains("10 trials", "a mean-box reads none");
        assertThat(ends(0, start("whole", "run", "--certify")))
                .contains("determinism bitwise: 3 steps, trained twice", "trials: 10 ok");
        List<TrialResult> trials = trials("whole");
        assertThat(trials).hasSize(10).allSatisfy(trial -> {
            assertThat(trial.measures()).contains(MeanBoxRecipe.CORNER_ERROR);
            assertThat(trial.metrics().get("corner_error")).isBetween(0.0, 1.0);
            assertThat(trial.stages()).containsKey(MeanBox.STAGE);
            assertThat(trial.provenance()).containsKey("key_system");
        });
        assertThat(Files.readAllLines(folder.resolve("whole/toy/arm=right,seed=1/losses.csv"))
                        .getFirst())
                .contains("first_corner", "last_corner");
        assertThat(Files.readString(folder.resolve("whole-reports/toy/report.md")))
                .contains("corner error", "Mean distance of corners, in parts of the image.");
        assertThat(ends(0, start("whole", "check"))).contains("supported    corner_error(right) < corner_error(large)");
        assertThat(ends(0, start("whole", "run"))).contains("10 of them reused");
    }

    @Test
    void aKillInItsMiddleChangesNoBit() throws IOException, InterruptedException {
        ends(0, start("whole", "run"));
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
        Files.writeString(study, STUDY.replace("mean-box", "mean-bx"));
        assertThat(ends(2, start("whole", "plan"))).contains("unknown type 'mean-bx'; did you mean 'mean-box'?");
        Files.writeString(study, STUDY.replace("stretch: 1,", "stretch: 0,"));
        assertThat(ends(2, start("whole", "plan"))).contains("study.yaml:7:", "stretch must be > 0");
        Files.writeString(study, STUDY.replace("corner_error(right)", "corner_eror(right)"));
        assertThat(ends(2, start("whole", "plan"))).contains("did you mean 'corner_error'?");
    }

    private Program start(String results, String command, String... options) throws IOException {
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

    private List<TrialResult> trials(String results) throws IOException {
        return ResultsFolder.read(folder.resolve(results).resolve("toy")).trials();
    }

    private Map<String, String> weights(String results) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        trials(results)
                .forEach(
                        trial -> digests.put(trial.trial(), trial.provenance().getOrDefault("weights_sha256", "none")));
        return digests;
    }
}
