package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.ReportWriter;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is cut off, emptied or mixed up is told by its file, in a user's words, with what to do. */
class DamagedResultsTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: {small: 0.1, huge: 0.2}
            seeds: [1, 2]
            claims:
              - {that: diverged(huge) > diverged(small)}
              - {that: ap50(small) > ap50(huge)}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aFinishedStudy() {
        assertThat(execute("run", "--reports", folder + "/reports")).isZero();
        out.getBuffer().setLength(0);
    }

    private int execute(String command, String... options) {
        String[] arguments = {command, StudyText.write(folder, STUDY).toString(), "--results", folder + "/results"};
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return Main.commandLine(new Wiring(
                        InstantExecutor::new,
                        (results, place) -> new ReportWriter().write(results, place),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new StopSignal()))
                .execute(all);
    }

    private Path file(String name) {
        return folder.resolve("results/rates").resolve(name);
    }

    /** Keeps the first part of a file. */
    private void cut(String name, double part) throws IOException {
        String text = Files.readString(file(name));
        Files.writeString(file(name), text.substring(0, (int) (part * text.length())));
    }

    @Test
    void checkNamesTheTrialsThatItCannotCountAndWhatToDo() throws IOException {
        cut("rate=huge,seed=1/result.json", 0.5);
        Files.delete(file("rate=huge,seed=2/result.json"));
        assertThat(execute("check")).isEqualTo(ExitCode.CLAIM_UNDECIDED);
        assertThat(out.toString())
                .contains("undecided    diverged(huge) > diverged(small): it is not known whether any trial of huge"
                        + " diverges: seed 1: damaged: result.json is truncated: it ends in line ")
                .contains("undecided    ap50(small) > ap50(huge): no trial of huge has ap50: seed 1: damaged: ")
                .contains("; seed 2: interrupted: not run to its end yet")
                .contains("not counted, for want of a result:\n  rate=huge,seed=1: damaged: result.json is truncated")
                .contains("\n  rate=huge,seed=2: interrupted: not run to its end yet\n")
                .containsPattern("\nto complete them: \\./roilab run .*study\\.yaml")
                .doesNotContain("Unexpected end", "has diverged", "ObjectNode");
    }

    @Test
    void aTrialThatIsLeftOutOfAVerdictIsNamed() throws IOException {
        cut("rate=huge,seed=1/result.json", 0.5);
        assertThat(execute("check")).isEqualTo(ExitCode.CLAIM_UNDECIDED);
        assertThat(out.toString()).contains("not counted, for want of a result:\n  rate=huge,seed=1: damaged: ");
        out.getBuffer().setLength(0);
        assertThat(execute("run", "--reports", folder + "/reports")).isZero();
        out.getBuffer().setLength(0);
        execute("check");
        assertThat(out.toString()).doesNotContain("not counted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.5  | result.json is truncated: it ends in line %d, before its last bracket
            0.0  | result.json is damaged: it is empty
            """)
    void explainTellsWhereAFileEnds(double part, String damage) throws IOException {
        String name = "rate=small,seed=1/result.json";
        cut(name, part);
        long line = Files.readString(file(name)).lines().count();
        assertThat(execute("explain")).isZero();
        assertThat(out.toString()).contains("runs: its result is damaged: " + damage.formatted(line) + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "seed" : 1       | "seed" 1            | result.json is damaged: no JSON from line 7, column
            "status" : "OK"  | "status" : "FINE"   | result.json is damaged: 'status' is missing, of another kind or unknown
            "status"         | "state"             | result.json is damaged: 'state' is missing, of another kind or unknown
            """)
    void aFileThatSomebodyMixedUpIsToldByItsKey(String was, String is, String damage) throws IOException {
        Path result = file("rate=small,seed=1/result.json");
        String unsealed = Files.readString(result).replaceAll(",\\s*\"sha256\" : \"[0-9a-f]+\"\\s*}\\s*$", "}");
        Files.writeString(result, unsealed.replace(was, is));
        assertThat(execute("explain")).isZero();
        assertThat(out.toString()).contains(damage).doesNotContain("tools.jackson", "dev.roilab");
    }

    @Test
    void sealingReadsTheResultsOnceAndSaysEachWarningOnce() throws IOException {
        Path result = file("rate=small,seed=1/result.json");
        Files.writeString(
                result, Files.readString(result).replaceAll(",\\s*\"sha256\" : \"[0-9a-f]+\"\\s*}\\s*$", "}"));
        assertThat(execute("report", "--seal", "--reports", folder + "/reports", "--set", "train.steps=7"))
                .isZero();
        assertThat(out.toString()).contains("sealed: 1 files in ");
        assertThat(out.toString().lines().filter(line -> line.startsWith("warning: ")))
                .hasSize(1);
        assertThat(execute("explain")).isZero();
        assertThat(out.toString()).doesNotContain("no checksum");
    }

    @Test
    void aReportSaysOnTheConsoleThatTrialsAreDamaged() throws IOException {
        assertThat(execute("report", "--reports", folder + "/reports")).isZero();
        assertThat(out.toString()).doesNotContain("damaged");
        cut("rate=small,seed=2/result.json", 0.5);
        cut("rate=huge,seed=1/result.json", 0.5);
        assertThat(execute("report", "--reports", folder + "/reports")).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("damaged")))
                .singleElement()
                .asString()
                .startsWith("note: 2 of 4 trials without numbers, damaged: rate=small,seed=2: result.json is truncated")
                .endsWith("; run the study again; and 1 more");
    }

    @Test
    void checkNamesTheDamagedFileOfTimesOfTrialsThatHaveFinished() throws IOException {
        for (String trial : new String[] {"rate=small,seed=1", "rate=huge,seed=2"}) {
            Files.writeString(file(trial + "/timing.json"), "{\"key\": ");
        }
        String claim = "claims=[{that: total_ms(small) > total_ms(huge)}, {that: ap50(small) > ap50(huge)}]";
        assertThat(execute("check", "--set", claim)).isEqualTo(ExitCode.CLAIM_UNDECIDED);
        assertThat(out.toString())
                .contains("total_ms(huge): timing.json of 2 of 4 trials is damaged (timing.json is truncated")
                .contains("; would decide: whole files of times: run the study again on a quiet machine, it times")
                .containsOnlyOnce("timing.json of")
                .doesNotContain("finished trials");
    }

    @Test
    void planAndExplainNameTheStudysOwnFile() throws IOException {
        String whole = Files.readString(file("study.json"));
        for (String command : new String[] {"plan", "explain"}) {
            out.getBuffer().setLength(0);
            assertThat(execute(command)).isZero();
            assertThat(out.toString()).doesNotContain("study.json");
            Files.writeString(file("study.json"), whole.replace("Which rate?", "Which other?"));
            assertThat(execute(command)).isZero();
            assertThat(out.toString())
                    .contains(
                            "study.json was changed after it was written: it does not fit its own checksum: report and"
                                    + " check cannot read these results until run has written it anew");
            Files.delete(file("study.json"));
            assertThat(execute(command)).isZero();
            assertThat(out.toString()).contains("study.json is missing: report and check");
            Files.writeString(file("study.json"), whole);
        }
    }

    @Test
    void aStudyThatHasNotRunMissesNothing() {
        assertThat(execute("plan", "--set", "study=other")).isZero();
        assertThat(out.toString()).doesNotContain("study.json");
    }

    @Test
    void aStudyThatCannotBeReadIsAMistakeAndRunMendsIt() throws IOException {
        cut("study.json", 0.5);
        for (String command : new String[] {"check", "report"}) {
            err.getBuffer().setLength(0);
            assertThat(execute(command)).isEqualTo(ExitCode.INPUT);
            assertThat(err.toString())
                    .contains("study.json is truncated: it ends in line ")
                    .endsWith("; run the study again: it writes the file anew and keeps whole trials\n");
        }
        Files.write(file("study.json"), new byte[] {(byte) 0xff, 0, 1});
        assertThat(execute("run", "--reports", folder + "/reports")).isZero();
        assertThat(out.toString()).contains("4 ok, 4 of them reused");
        assertThat(execute("check")).isEqualTo(ExitCode.CLAIM_UNDECIDED);
    }
}
