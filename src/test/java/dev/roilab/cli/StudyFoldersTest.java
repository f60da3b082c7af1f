package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.ReportWriter;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command finds the results of one study in one folder, the project's or the working folder's. */
class StudyFoldersTest {
    private static final String NAME = "study-folders-test";
    private static final String STUDY = """
            study: %s
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: {small: 0.1, large: %s}
            seeds: [1]
            claims:
              - {that: ap50(small) > ap50(large)}
            """;
    private static final List<String> OUTPUTS = List.of("results", "reports");

    @TempDir
    private Path folder = Path.of("");

    private Path project = Path.of("");
    private Path projects = Path.of("");
    private Path mine = Path.of("");
    private @Nullable String home;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void twoStudiesOfOneName() throws IOException {
        home = System.getProperty("roilab.home");
        project = folder.resolve("project");
        System.setProperty("roilab.home", project.toString());
        projects =
                StudyText.write(Files.createDirectories(project.resolve("experiments")), STUDY.formatted(NAME, "0.2"));
        mine = StudyText.write(Files.createDirectories(folder.resolve("s")), STUDY.formatted(NAME, "0.3"));
    }

    @AfterEach
    void removeWhatIsInTheWorkingFolder() throws IOException {
        Optional.ofNullable(home)
                .ifPresentOrElse(
                        before -> System.setProperty("roilab.home", before), () -> System.clearProperty("roilab.home"));
        for (String output : OUTPUTS) {
            Path made = Path.of(output, NAME);
            if (Files.exists(made)) {
                try (Stream<Path> files = Files.walk(made)) {
                    files.sorted(Comparator.reverseOrder()).forEach(StudyFoldersTest::delete);
                }
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int execute(String command, Path study, String... more) {
        out.getBuffer().setLength(0);
        var writer = new PrintWriter(out, true);
        String[] arguments = Stream.concat(Stream.of(command, study.toString()), Stream.of(more))
                .toArray(String[]::new);
        return Main.commandLine(new Wiring(
                        InstantExecutor::new,
                        (results, place) -> new ReportWriter().write(results, place),
                        writer,
                        writer,
                        new StopSignal()))
                .execute(arguments);
    }

    @Test
    void ofAStudyElsewhereTheyAreInTheWorkingFolder() {
        assertThat(execute("run", projects)).isZero();
        assertThat(execute("check", mine)).as(out.toString()).isEqualTo(ExitCode.INPUT);
        assertThat(out.toString()).startsWith("no results in results/" + NAME + ";");
        assertThat(execute("report", mine)).isEqualTo(ExitCode.INPUT);
        assertThat(execute("run", mine)).isZero();
        assertThat(Path.of("reports", NAME, "report.md")).exists();
        assertThat(Path.of("results", NAME, "rate=large,seed=1/resolved.yaml"))
                .content()
                .contains("rate: 0.3");
        everyCommandFindsThem(mine);
        assertThat(out.toString()).doesNotContain("results: the project's");
    }

    @Test
    void ofTheProjectsStudiesTheyAreTheProjectsAndItIsSaid() {
        assertThat(execute("run", projects)).isZero();
        assertThat(project.resolve("reports/" + NAME + "/report.md")).exists();
        everyCommandFindsThem(projects);
        assertThat(execute("check", Path.of("study"))).isEqualTo(ExitCode.CLAIM_UNDECIDED);
        assertThat(out.toString()).startsWith("results: the project's, in " + project.resolve("results") + "\n");
        OUTPUTS.forEach(output -> assertThat(Path.of(output, NAME)).doesNotExist());
    }

    /** The folder of a study's results stands for the study. */
    @Test
    void theReportOfTheProjectsResultsIsTheProjects() {
        assertThat(execute("run", projects)).isZero();
        assertThat(execute("report", Path.of("results", NAME))).isZero();
        assertThat(out.toString())
                .startsWith("report: " + project.resolve("reports").resolve(NAME));
    }

    private void everyCommandFindsThem(Path study) {
        assertThat(execute("plan", study)).isZero();
        assertThat(out.toString()).contains("reuse  rate=large,seed=1", "2 trials, 0 to run");
        assertThat(execute("explain", study)).isZero();
        assertThat(out.toString()).doesNotContain("no folder yet");
        execute("reproduce", study, "rate=large,seed=1");
        assertThat(out.toString()).doesNotContain("no result in");
        assertThat(execute("report", study)).isZero();
        assertThat(execute("check", study)).isEqualTo(ExitCode.CLAIM_UNDECIDED);
    }
}
