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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study's file that was changed after its run: what was measured before the change is no evidence for the file. */
class ChangedStudyFileTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: {small: 0.1, huge: 0.2}
            seeds: [1, 2]
            claims:
              - {that: ap50(small) > ap50(huge)}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void aFinishedStudy() {
        assertThat(execute("run", STUDY, "--reports", folder + "/reports")).isZero();
        out.getBuffer().setLength(0);
    }

    private int execute(String command, String study, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of(command, StudyText.write(folder, study).toString()));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--results")) {
            arguments.addAll(2, List.of("--results", folder + "/results"));
        }
        var writer = new PrintWriter(out, true);
        return Main.commandLine(new Wiring(
                        InstantExecutor::new,
                        (results, place) -> new ReportWriter().write(results, place),
                        writer,
                        writer,
                        new StopSignal()))
                .execute(arguments.toArray(String[]::new));
    }

    private String report() throws IOException {
        return Files.readString(folder.resolve("reports/rates/report.md"));
    }

    @Test
    void resultsOfOtherSettingsDecideNothing() throws IOException {
        String changed = STUDY.replace("seeds:", "train: {momentum: 0.5}\nseeds:");
        assertThat(execute("check", changed)).isEqualTo(ExitCode.CLAIM_UNDECIDED);
        assertThat(out.toString())
                .contains(
                        "warning: 4 of 4 results are of other settings than the study's file has now"
                                + " (train.momentum: was 0.9, is 0.5): they decide no claim",
                        "undecided    ap50(small) > ap50(huge): 4 of 4 results are of other settings");
        assertThat(execute("report", changed, "--reports", folder + "/reports")).isZero();
        assertThat(report())
                .contains(
                        "**Other settings.** 4 of 4 results are of other settings than the study's file has now",
                        "what they say is not about the file");
    }

    /** The options of the run are told again, and nothing has changed then. */
    @Test
    void settingsOfTheCommandLineAreThoseOfTheRun() throws IOException {
        String changed = STUDY.replace("seeds:", "train: {momentum: 0.5}\nseeds:");
        execute("check", STUDY);
        String before = out.toString();
        out.getBuffer().setLength(0);
        execute("check", changed, "--set", "train.momentum=0.9");
        assertThat(out).hasToString(before);
    }

    @Test
    void seedsThatWereAddedWereNotRun() throws IOException {
        String more = STUDY.replace("[1, 2]", "[1, 2, 3]");
        execute("check", more);
        assertThat(out.toString())
                .contains("warning: 2 of 6 trials of the file were not run: rate=small,seed=3 rate=huge,seed=3")
                .contains("not counted, for want of a result:", "rate=small,seed=3 rate=huge,seed=3: planned");
        execute("report", more, "--reports", folder + "/reports");
        assertThat(report()).contains("2 of 6 trials did not finish", "2 of them have not begun");
    }

    @Test
    void anArmThatIsGoneDoesNotCount() throws IOException {
        execute("report", STUDY.replace("[1, 2]", "[1]"), "--reports", folder + "/reports");
        assertThat(out.toString())
                .contains("warning: 2 results of trials that the file no longer has do not count: rate=small,seed=2");
        assertThat(report())
                .doesNotContain("did not finish", "left_out")
                .contains("**Left out.** 2 results of trials that the file no longer has do not count:"
                        + " rate=small,seed=2 rate=huge,seed=2. This is not the whole of what was measured.");
        assertThat(Files.readString(folder.resolve("reports/rates/report.html")))
                .contains("2 results of trials that");
        execute("report", STUDY, "--reports", folder + "/reports");
        assertThat(report()).doesNotContain("Left out.");
    }

    /** A report of seeds that somebody chose says so, and which command chooses them. */
    @Test
    void theReportTellsTheOptionsThatItWasMadeWith() throws IOException {
        execute("report", STUDY, "--set", "seeds=[2]", "--reports", folder + "/other");
        assertThat(Files.readString(folder.resolve("other/rates/report.md")))
                .contains("**Left out.** 2 results of trials")
                .contains("\n./roilab run %s/study.yaml --results %s/results --set 'seeds=[2]' --reports %s/other\n"
                        .formatted(folder, folder, folder))
                .doesNotContain(folder + "/reports");
    }

    /** A seed that went badly is a result, and so is an arm that did. */
    @Test
    void aDivergenceThatIsGoneIsToldToo() throws IOException {
        String diverging = STUDY.replace("huge: 0.2", "huge: 2");
        execute("run", diverging, "--reports", folder + "/reports");
        execute("report", diverging.replace("[1, 2]", "[1]"), "--reports", folder + "/reports");
        assertThat(report()).contains("2 results of trials that the file no longer has do not count");
    }

    @Test
    void whatCompletesThemGoesToTheFoldersOfThisCommand() throws IOException {
        Files.move(folder.resolve("results"), folder.resolve("moved"));
        Files.delete(folder.resolve("moved/rates/rate=huge,seed=2/result.json"));
        execute("check", STUDY, "--results", folder + "/moved");
        assertThat(out.toString())
                .contains("to complete them: ./roilab run %s/study.yaml --reports %s/reports --results %s/moved\n"
                        .formatted(folder, folder, folder));
    }

    @Test
    void otherAxesAreAnotherStudy() {
        String other = STUDY.replace("train.rate: {small: 0.1, huge: 0.2}", "train.momentum: [0.8, 0.9]")
                .replace("ap50(small) > ap50(huge)", "ap50(0.8) > ap50(0.9)");
        assertThat(execute("report", other, "--reports", folder + "/reports")).isEqualTo(ExitCode.INPUT);
        assertThat(out.toString())
                .contains("varies train.momentum, and the results in", "are of a study that varied train.rate");
    }

    @Test
    void foldersThatWereSwappedAreNotBelieved() throws IOException {
        Path results = folder.resolve("results/rates");
        Files.move(results.resolve("rate=small,seed=1"), results.resolve("aside"));
        Files.move(results.resolve("rate=huge,seed=1"), results.resolve("rate=small,seed=1"));
        Files.move(results.resolve("aside"), results.resolve("rate=huge,seed=1"));
        execute("check", STUDY);
        assertThat(out.toString())
                .contains(
                        "rate=small,seed=1: damaged: result.json is that of trial rate=huge,seed=1",
                        "rate=huge,seed=1: damaged: result.json is that of trial rate=small,seed=1");
    }

    @Test
    void anotherFileIsNamedAsWhatCompletesIt() throws IOException {
        Path copy = Files.writeString(folder.resolve("copy.yaml"), STUDY.replace("[1, 2]", "[1, 2, 3]"));
        var writer = new PrintWriter(out, true);
        Main.commandLine(new Wiring(InstantExecutor::new, (_, _) -> {}, writer, writer, new StopSignal()))
                .execute("check", copy.toString(), "--results", folder + "/results");
        assertThat(out.toString())
                .contains("to complete them: ./roilab run " + copy + " --results " + folder + "/results");
    }

    @Test
    void aMovedFolderIsNamedAsWhereToGoOn() throws IOException {
        Path moved = Files.createDirectories(folder.resolve("elsewhere")).resolve("rates");
        try (Stream<Path> files = Files.walk(folder.resolve("results/rates/rate=huge,seed=1"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.move(folder.resolve("results/rates"), moved);
        var writer = new PrintWriter(out, true);
        Main.commandLine(new Wiring(InstantExecutor::new, (_, _) -> {}, writer, writer, new StopSignal()))
                .execute("check", moved.toString());
        assertThat(out.toString())
                .containsPattern("to complete them: ./roilab run .* --results " + folder + "/elsewhere\n")
                .doesNotContain("--results " + folder + "/results");
    }
}
