package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.ReportWriter;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real study of small trainings in which one arm cannot go well. */
class DivergedTrialTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            data: {width: 64, height: 64, train: 4, test: 2, classes: 2, objects: 2, smallest: 24, largest: 48,
              shorter_side: 64, longer_side: 64}
            model:
              proposals: {type: dense-grid, count: 100, scales: [24, 40], ratios: [1], step: 0.25}
              backbone: {width: 4, stride: 8}
              roi: {output_size: 3}
              head: {fc: [16]}
              sampling: {rois: 16}
            train:
              steps: 10
              schedule: {type: constant, warmup: 0}
            vary:
              train.rate: {sane: 0.01, absurd: 1e30, slow: 0.001}
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theOthersGoOnAndTheReportNamesIt() throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        Path study = StudyText.write(folder, STUDY);
        int code = execute(
                out, err, "run", study.toString(), "--results", folder + "/results", "--reports", folder + "/reports");
        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(3);
        assertThat(out.toString())
                .contains("[2/3] rate=absurd,seed=1 diverged in ", "trials: 2 ok, 1 diverged; results: ");

        List<TrialResult> trials =
                ResultsFolder.read(folder.resolve("results/rates")).trials();
        assertThat(trials).extracting(TrialResult::status).containsExactly(Status.OK, Status.DIVERGED, Status.OK);
        String reason = trials.get(1).failure().orElseThrow();
        assertThat(reason)
                .matches("loss not finite at step [2-9]: classification \\S+, box \\S+, at learning rate 1\\.0E30;"
                        + " images \\S+, \\S+; a smaller train\\.rate or a longer warm-up may help");
        assertThat(Files.readString(folder.resolve("reports/rates/report.md")))
                .contains("1 of 3 trials did not finish.", "absurd", "diverged", reason.substring(0, 30));
    }

    /** In f32 it would be the other arm under another name. */
    @Test
    void anArmWhosePrecisionThisMachineHasNotIsNotTrained() throws IOException {
        var out = new StringWriter();
        Path study = StudyText.write(
                folder,
                STUDY.replace("train.rate: {sane: 0.01, absurd: 1e30, slow: 0.001}", "train.precision: [f32, tf32]"));
        int code = execute(
                out, out, "run", study.toString(), "--results", folder + "/results", "--reports", folder + "/reports");
        assertThat(code).isEqualTo(3);
        assertThat(out.toString())
                .contains(
                        "train.precision: device 'cpu' of engine 'cpu' has no tf32 here",
                        "trials: 1 ok, 1 unavailable");
        assertThat(Files.readString(folder.resolve("reports/rates/report.md")))
                .contains("has no tf32 here", "unavailable");
        // It is no finding: a machine that has it trains it.
        assertThat(execute(out, out, "plan", study.toString(), "--no-estimate", "--results", folder + "/results"))
                .isZero();
        assertThat(out.toString())
                .contains("2 trials, 1 to run", "1 trial: its last attempt has no result (unavailable)");
    }

    @Test
    void whatThisMachineCannotRunIsNotEstimatedAndTheRestIs() {
        Path study = StudyText.write(
                folder,
                STUDY.replace("train.rate: {sane: 0.01, absurd: 1e30, slow: 0.001}", "train.precision: [f32, tf32]"));
        var out = new StringWriter();
        assertThat(execute(out, out, "plan", study.toString(), "--results", folder + "/results"))
                .isZero();
        assertThat(out.toString())
                .contains("no estimate for 1 trial, which this machine cannot run: device 'cpu' of engine 'cpu' has no"
                        + " tf32 here; that takes a GPU from Ampere on")
                .containsPattern(
                        "about .*, proposals that are not stored yet included, and .* \\(from a few steps of each of 1 arms")
                .doesNotContain("Exception");
    }

    /** The command is one to paste, and what is said of a checkpoint holds though nobody has read its weights yet. */
    @Test
    void changedWeightsAreExplainedWithTheCommandThatTrainsAgain() throws IOException {
        var out = new StringWriter();
        String study =
                StudyText.write(folder, STUDY.replace("absurd: 1e30, ", "")).toString();
        String[] one = {"--set", "seeds=[1]", "--results", folder + "/results"};
        execute(out, out, words(one, "run", study, "--reports", folder + "/reports"));
        Path trial = folder.resolve("results/rates/rate=sane,seed=1");
        byte[] weights = Files.readAllBytes(trial.resolve("weights.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.write(trial.resolve("weights.safetensors"), weights);
        String[] explain = words(one, "explain", study, "rate=sane,seed=1");
        execute(out, out, explain);
        assertThat(out.toString())
                .contains(
                        "weights.safetensors was changed after it was written; its numbers stand; to train it again: ")
                .contains("./roilab run %s --set 'seeds=[1]' --results %s/results --again rate=sane,seed=1\n"
                        .formatted(study, folder))
                .doesNotContain("TRIAL");
        Files.delete(trial.resolve("result.json"));
        execute(out, out, explain);
        assertThat(out.toString())
                .contains(
                        "goes on after step 10, if the weights saved there fit their checksum, which run checks first;"
                                + " else it begins anew");
        execute(out, out, words(one, "run", study, "--reports", folder + "/reports"));
        assertThat(trial.resolve("trial.log")).content().contains("does not fit its checksum and is not resumed");
    }

    private static String[] words(String[] options, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(options)).toArray(String[]::new);
    }

    private int execute(StringWriter out, StringWriter err, String... arguments) {
        return Main.commandLine(new Wiring(
                        () -> new SystemTrials(Optional.empty(), folder.resolve("cache"), 1),
                        (results, target) -> new ReportWriter().write(results, target),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new StopSignal()))
                .execute(arguments);
    }
}
