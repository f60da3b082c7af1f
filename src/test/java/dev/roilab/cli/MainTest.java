package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.StudyResults;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: [0.1, 0.2]
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    private final InstantExecutor executor = new InstantExecutor();
    private final List<StudyResults> reported = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void runTrainsReportsAndExitsWithZero() {
        Path study = StudyText.write(folder, STUDY);
        assertThat(execute("run", study)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().replaceAll("in [0-9.]+ s", "in T").replace(folder + "/", ""))
                .isEqualTo("""
                        rates: 2 trials, results in results/rates
                        [1/2] rate=0.1,seed=1 starts
                        [1/2] rate=0.1,seed=1 ok in T, ap50 0.909
                        [2/2] rate=0.2,seed=1 starts
                        [2/2] rate=0.2,seed=1 ok in T, ap50 0.833
                        report: reports/rates/report.md
                        trials: 2 ok; results: results/rates
                        """);
        assertThat(reported).hasSize(1);
        assertThat(reported.getFirst().command()).startsWith("./roilab run ").endsWith("reports");
    }

    @Test
    void aFailedTrialExitsWithThree() {
        Path study = StudyText.write(folder, STUDY.replace("[0.1,", "[5,"));
        assertThat(execute("run", study)).isEqualTo(3);
        assertThat(out.toString())
                .contains("[1/2] rate=5,seed=1 diverged in ", "loss not finite at step 3", "trials: 1 ok, 1 diverged;");
        assertThat(reported).hasSize(1);
    }

    @Test
    void mistakesInTheStudyExitWithTwoAndOneLineEach() {
        Path study = StudyText.write(folder, STUDY.replace("seeds", "sedes").replace("train.rate", "train.rat"));
        assertThat(execute("run", study, "--set", "train.steps=x")).isEqualTo(2);
        assertThat(err.toString().replace(folder + "/", "")).isEqualTo("""
                --set train.steps=x: expected an integer, got 'x'
                study.yaml:1:1: missing key 'seeds'
                study.yaml:5:3: unknown path 'train.rat' in vary; did you mean 'train.rate'?
                study.yaml:6:1: unknown key 'sedes'; did you mean 'seeds'?
                """);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void badDataExitWithTwo() {
        Path study = StudyText.write(folder, STUDY + "data: {width: 111}\n");
        assertThat(execute("run", study)).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("shapes: width 111 is too narrow\nshapes: nothing to see\n");
    }

    @Test
    void anUnknownOptionExitsWithTwo() {
        assertThat(execute("run", StudyText.write(folder, STUDY), "--oops")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--oops'").doesNotContain("\tat ");
    }

    @Test
    void aTrialThatIsNotThereIsAnsweredWithTheArmsThatAre() {
        Path study = StudyText.write(folder, STUDY);
        assertThat(execute("run", study, "--again", "rate=low,seed=1")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("unknown trial 'rate=low,seed=1'; the study has rate: 0.1, 0.2; seed: 1; the nearest is"
                        + " rate=0.1,seed=1\n");
        err.getBuffer().setLength(0);
        assertThat(execute("run", study, "--again", "rate=0.2,seed=7")).isEqualTo(2);
        assertThat(err.toString()).endsWith("the nearest is rate=0.2,seed=1\n");
        err.getBuffer().setLength(0);
        assertThat(execute("run", study, "--only", "rate=low,seed=1")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--only: unknown status 'rate=low'; known: failed, ")
                .endsWith("; it chooses by how trials ended, not by their arms\n");
        assertThat(executor.executed).isEmpty();
    }

    @Test
    void planSaysWhatWouldBeReused() {
        Path study = StudyText.write(folder, STUDY);
        execute("run", study);
        out.getBuffer().setLength(0);
        StudyText.write(folder, STUDY.replace("0.2]", "0.3]"));
        assertThat(commandLine().execute("plan", study.toString(), "--results", folder + "/results"))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                rates: Which rate?
                  reuse  rate=0.1,seed=1
                  run    rate=0.3,seed=1
                2 trials, 1 to run
                  1 trial: it has no folder yet
                """);
        assertThat(executor.executed).hasSize(2);
    }

    /** Known without any training: the list and its reasons. */
    @Test
    void aFaultOfTheEstimateLeavesThePlan() throws IOException {
        Path study = StudyText.write(folder, STUDY);
        executor.faultOfEstimate = Optional.of(new IllegalStateException("no kernel for this"));
        assertThat(commandLine().execute("plan", study.toString(), "--results", folder + "/results"))
                .isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("2 trials, 2 to run\n  2 trials: it has no folder yet\n")
                .contains("no estimate of time and memory: java.lang.IllegalStateException: no kernel for this; all of"
                        + " it is in ")
                .hasLineCount(6);
        Path log = Path.of(out.toString().strip().replaceFirst("(?s).* is in ", ""));
        assertThat(log).content().contains("IllegalStateException: no kernel for this", "\tat dev.roilab.");
        Files.delete(log);
    }

    @Test
    void reportWorksFromResultsAlone() {
        execute("run", StudyText.write(folder, STUDY));
        reported.clear();
        String results = folder.resolve("results/rates").toString();
        assertThat(commandLine().execute("report", results, "--reports", folder + "/reports"))
                .isZero();
        assertThat(reported.getFirst().trials()).hasSize(2);
    }

    @Test
    void reportWithoutResultsExitsWithTwo() {
        assertThat(execute("report", StudyText.write(folder, STUDY))).isEqualTo(2);
        assertThat(err.toString()).startsWith("no results in ").hasLineCount(1);
    }

    @Test
    void optionsReachTheTrials() {
        Path study = StudyText.write(folder, STUDY);
        assertThat(execute("run", study, "--engine", "other", "--device", "cuda:0", "--set", "seeds=[4, 5]"))
                .isZero();
        assertThat(executor.executed).hasSize(4);
        assertThat(folder.resolve("results/rates/rate=0.1,seed=4/resolved.yaml"))
                .content()
                .contains("engine: other\ndevice: \"cuda:0\"\n");
    }

    @Test
    void dataLintNeedsNoTraining() {
        Path study = StudyText.write(folder, STUDY);
        assertThat(commandLine().execute("data", "lint", study.toString())).isZero();
        assertThat(out.toString()).isEqualTo("no problems\n");
        assertThat(executor.executed).isEmpty();
    }

    @Test
    void environmentNamesTheMachine() {
        assertThat(commandLine().execute("env")).isZero();
        assertThat(out.toString()).contains("java: ", "os: ", "threads: ");
    }

    private int execute(String command, Path study, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, study.toString()));
        arguments.addAll(List.of("--results", folder + "/results", "--reports", folder + "/reports"));
        arguments.addAll(2, List.of(options));
        return commandLine().execute(arguments.toArray(String[]::new));
    }

    private CommandLine commandLine() {
        return Main.commandLine(new Wiring(
                () -> executor,
                (results, _) -> reported.add(results),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new StopSignal()));
    }
}
