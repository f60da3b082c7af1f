package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyText;
import dev.roilab.testing.VocFolderWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code roilab data lint} tells the terminal and the shell. */
class LintCommandTest {
    private static final String STUDY = """
            study: pictures
            question: Are they whole?
            extends: base.yaml
            data: {type: voc, root: ROOT, classes: [circle, square], train_split: [train], test_split: test,
              on_bad_box: fail, shorter_side: 64, longer_side: 64}
            seeds: [1]
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void goodData() throws IOException {
        var shapes = new DataSettings.Shapes(1, 64, 64, 2, 2, 2, 2, 24, 48, 0.3, 0.5, 8, 64, 64);
        VocFolderWriter.write(DataSets.load(shapes, Optional.empty()), folder.resolve("voc"));
    }

    private int lint() {
        return execute(STUDY, "data", "lint");
    }

    /** @param command without the study */
    private int execute(String text, String... command) {
        Path study = StudyText.write(
                folder, text.replace("ROOT", folder.resolve("voc").toString()));
        return Main.commandLine(new Wiring(
                        () -> new SystemTrials(Optional.empty(), folder.resolve("cache"), 1),
                        (_, _) -> {},
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new StopSignal()))
                .execute(Stream.concat(Stream.of(command), Stream.of(study.toString()))
                        .toArray(String[]::new));
    }

    @Test
    void aGoodDataSetIsSummedUp() {
        assertThat(lint()).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("train: 2 pictures, \\d+ objects? \\(circle \\d+, square \\d+\\)"))
                .anyMatch(line -> line.startsWith("test: 2 pictures, "))
                .contains("files: JPEG 4; 64 x 64 pixels");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void warningsAloneAreNoFailure() throws IOException {
        Path list = folder.resolve("voc/ImageSets/Main/train.txt");
        Files.writeString(list, Files.readString(list).replace("\n", ".jpg\n"));
        assertThat(lint()).isZero();
        assertThat(out.toString().lines())
                .contains("warning: ImageSets/Main/train.txt:1: the name is read without .jpg; lists have names without"
                        + " an extension (and 1 more like it)")
                .last()
                .isEqualTo("2 warnings, no errors");
    }

    @Test
    void errorsAndWarningsAreBothToldAndTheParserIsSilent() throws IOException {
        Files.write(
                folder.resolve("voc/Annotations/train-00000.xml"),
                "<annotation>gr\u00f6\u00dfe\u0000<size></annotation>".getBytes(StandardCharsets.ISO_8859_1));
        PrintStream terminal = System.err;
        var printed = new ByteArrayOutputStream();
        int code;
        try {
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            code = lint();
        } finally {
            System.setErr(terminal);
        }
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).contains("warning: Annotations/train-00000.xml: is not UTF-8");
        assertThat(err.toString()).startsWith("Annotations/train-00000.xml:1:").contains("malformed XML");
        assertThat(out.toString().lines()).last().isEqualTo("1 error, 1 warning");
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("Fatal Error");
    }

    @Test
    void foldedErrorsAreCountedOneByOne() throws IOException {
        Path list = folder.resolve("voc/ImageSets/Main/train.txt");
        var lines = new StringBuilder(Files.readString(list));
        for (int i = 0; i < 40; i++) {
            lines.append("gone").append(i).append('\n');
        }
        Files.writeString(list, lines);
        assertThat(lint()).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(11).last().isEqualTo("... and 30 more missing files");
        assertThat(out.toString().lines()).last().isEqualTo("40 errors, no warnings");
    }

    @Test
    void storedBoxesAreCheckedBeforeAnythingTrains() throws IOException {
        String study = STUDY + "model: {proposals: {type: stored, count: 9, file: boxes.json}}\n";
        Files.writeString(folder.resolve("boxes.json"), "{\"train-00000\": [], \"train-00001\": [[0, 0, 9, 9]]}");
        String results = folder.resolve("results").toString();
        String[][] commands = {
            {"data", "lint"}, {"plan", "--results", results}, {"run", "--results", results, "--reports", results}
        };
        for (String[] command : commands) {
            err.getBuffer().setLength(0);
            assertThat(execute(study, command)).as(command[0]).isEqualTo(2);
            assertThat(err.toString()).contains("boxes.json: no boxes for 2 of 4 images: test-00000, test-00001; ");
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.endsWith("result.json"))).isEmpty();
        }
    }

    /** Of a study that no longer runs the data can still be looked at, and all of it be mended at once. */
    @Test
    void settingsThatHaveMovedHideNothingOfTheData() throws IOException {
        String moved = STUDY + "train: {rois: 16}\nproposals: {count: 100}\n";
        assertThat(execute(moved, "data", "lint")).isZero();
        assertThat(out.toString())
                .contains(
                        "study.yaml:7:9: train.rois moved to model.sampling.rois; no study runs with it there",
                        "study.yaml:8:1: proposals moved to model.proposals; no study runs with it there",
                        "no problems");
        Files.delete(folder.resolve("voc/JPEGImages/train-00000.jpg"));
        out.getBuffer().setLength(0);
        assertThat(execute(moved, "data", "lint")).isEqualTo(ExitCode.INPUT);
        assertThat(out.toString()).contains("note: ", "train.rois moved to", "1 error, no warnings");
        assertThat(err.toString()).contains("train-00000.jpg");
        err.getBuffer().setLength(0);
        assertThat(execute(moved, "plan")).isEqualTo(ExitCode.INPUT);
        assertThat(err.toString()).contains("train.rois moved to model.sampling.rois");
    }
}
