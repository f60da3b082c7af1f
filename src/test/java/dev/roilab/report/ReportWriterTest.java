package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.claim.SmallStudy;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.study.ReportSettings;
import dev.roilab.study.ReportSettings.PlotSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportWriterTest {
    private static SmallStudy study() {
        return new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.51)
                .finished("pool", 3, 0.52)
                .finished("align", 1, 0.53)
                .finished("align", 2, 0.55)
                .diverged("align", 3, "diverged @ step 812: loss | is\nNaN");
    }

    @Test
    void equalsTheGoldenReportByteForByte(@TempDir Path folder) throws IOException {
        new ReportWriter(Optional.empty()).write(study().results(), folder);
        try (InputStream golden = ReportWriterTest.class.getResourceAsStream("small-study.md")) {
            assertThat(golden).as("small-study.md").isNotNull();
            if (golden != null) {
                assertThat(Files.readString(folder.resolve("report.md")))
                        .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    @DisplayName("maskrcnn-benchmark#258: beside every AP stands the convention that it was measured by")
    void maskrcnnBenchmark258EveryNumberNamesItsConvention(@TempDir Path folder) throws IOException {
        new ReportWriter(Optional.empty()).write(study().results(), folder);
        for (String file : List.of("report.md", "report.html", "report.tex")) {
            assertThat(Files.readString(folder.resolve(file)))
                    .contains("AP50, AP75, AP: COCO convention, 101 recall points")
                    .contains(
                            "VOC07: VOC 11-point AP at IoU 0.5", "VOC area: VOC area AP at IoU 0.5, continuous pixels");
        }
        assertThat(Files.readAllLines(folder.resolve("trials.csv")).getFirst())
                .contains("ap50", "ap75", "voc07", "voc_area");
    }

    @Test
    void writingAgainGivesTheSameBytes(@TempDir Path folder) throws IOException {
        StudyResults results = new MadeUpStudy(folder.resolve("results"), 3, true).twoByTwo();
        new ReportWriter().write(results, folder.resolve("first"));
        new ReportWriter().write(results, folder.resolve("second"));
        for (String file : List.of("report.md", "report.tex", "report.html", "trials.csv", "stage-bars.svg")) {
            assertThat(folder.resolve("first").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("second").resolve(file));
        }
    }

    @Test
    void takesInTheNotesBesideIt(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("notes.md"), "# Why so\n\nThe pictures are\nsmall.\n\nAnd few.\n");
        new ReportWriter(Optional.empty()).write(study().results(), folder);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("## Why so\n\nThe pictures are small.\n\nAnd few.\n");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("<p>The pictures are small.</p>");
    }

    @Test
    void anArmWithoutAnyResultStaysVisible(@TempDir Path folder) throws IOException {
        StudyResults results = new SmallStudy()
                .finished("pool", 1, 0.5)
                .diverged("align", 1, "diverged @ step 812")
                .results();
        new ReportWriter().write(results, folder);
        String report = Files.readString(folder.resolve("report.md"));
        assertThat(report)
                .containsPattern("\\| align \\| +0 of 1 \\|.*\\| seed 1: diverged @ 812 \\|")
                .containsPattern("\\| align \\| diverged @ 812 +\\|")
                .contains("## Failures")
                .contains("1 of 2 trials did not finish");
    }

    @Test
    void plotsWithoutDataAreNamedInsteadOfDrawn(@TempDir Path folder) throws IOException {
        ReportSettings settings = new ReportSettings(
                List.of(),
                List.of(
                        new PlotSettings.PrCurve(0.75),
                        new PlotSettings.LossCurve(),
                        new PlotSettings.Dots("nothing")));
        new ReportWriter().write(withReport(study().results(), settings), folder);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("Not drawn, for want of data: precision over recall at IoU 0.75, training losses, "
                        + "dots of nothing.");
        assertThat(folder.resolve("contact-sheet.png")).doesNotExist();
    }

    private static void forget(StudyResults results, String picture) throws IOException {
        for (TrialResult trial : results.trials()) {
            Files.deleteIfExists(results.folder().resolve(trial.trial()).resolve("gallery/" + picture));
        }
    }

    @Test
    void aPictureThatOneTrialLacksIsTakenFromAnother(@TempDir Path folder) throws IOException {
        StudyResults results = new MadeUpStudy(folder.resolve("results"), 1, false).twoArms();
        new ReportWriter().write(results, folder.resolve("whole"));
        Files.delete(folder.resolve("results")
                .resolve(results.trials().getFirst().trial())
                .resolve("gallery/000000.png"));
        new ReportWriter().write(results, folder.resolve("report"));
        assertThat(folder.resolve("report/contact-sheet.png"))
                .hasSameBinaryContentAs(folder.resolve("whole/contact-sheet.png"));
    }

    @Test
    void aGoodContactSheetIsKeptWithItsCaptionWherePicturesAreMissing(@TempDir Path folder) throws IOException {
        StudyResults results = new MadeUpStudy(folder.resolve("results"), 1, false).twoArms();
        Path report = folder.resolve("report");
        new ReportWriter().write(results, report);
        byte[] sheet = Files.readAllBytes(report.resolve("contact-sheet.png"));
        String text = Files.readString(report.resolve("report.md")).replace("Dashed: annotated", "Dashed: true \\_x");
        Files.writeString(report.resolve("report.md"), text);
        forget(results, "000001.png");
        List<String> remarks = new ArrayList<>();
        new ReportWriter(remarks::add).write(results, report);
        assertThat(report.resolve("contact-sheet.png")).hasBinaryContent(sheet);
        assertThat(report.resolve("report.md")).hasContent(text);
        assertThat(remarks)
                .containsExactly("kept: " + report.resolve("contact-sheet.png")
                        + " (the results of roi-layer lack roi-pool,seed=1/gallery/000001.png and 1 more such files)");
    }

    @Test
    void aContactSheetWithoutAnyPictureIsLeftOutAndTheFileNamed(@TempDir Path folder) throws IOException {
        StudyResults results = new MadeUpStudy(folder.resolve("results"), 1, false).twoArms();
        for (String picture : List.of("000000.png", "000001.png", "000002.png")) {
            forget(results, picture);
        }
        new ReportWriter().write(results, folder.resolve("report"));
        assertThat(folder.resolve("report/contact-sheet.png")).doesNotExist();
        assertThat(Files.readString(folder.resolve("report/report.md")))
                .contains("Not drawn: the test images; the results of roi-layer lack "
                        + "roi-pool,seed=1/gallery/000000.png and 5 more such files.");
    }

    @Test
    void onlyTheMissingPictureOfANewSheetIsGrey(@TempDir Path folder) throws IOException {
        StudyResults results = new MadeUpStudy(folder.resolve("results"), 1, false).twoArms();
        forget(results, "000000.png");
        new ReportWriter().write(results, folder.resolve("report"));
        assertThat(folder.resolve("report/contact-sheet.png")).exists();
        assertThat(Files.readString(folder.resolve("report/report.md"))).contains("Grey in the sheet of test images: ");
    }

    @Test
    void aPlotWhoseDataAreGoneIsKept(@TempDir Path folder) throws IOException {
        ReportSettings settings = new ReportSettings(List.of(), List.of(new PlotSettings.LossCurve()));
        Path old = Files.writeString(folder.resolve("loss-curve.png"), "drawn before");
        List<String> remarks = new ArrayList<>();
        new ReportWriter(remarks::add).write(withReport(study().results(), settings), folder);
        assertThat(old).hasContent("drawn before");
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("![training losses](loss-curve.png)\n\nFrom an earlier report.");
        assertThat(remarks).containsExactly("kept: " + old + " (no finished trial has its data)");
    }

    @Test
    void aMachineWithoutFontsGetsTheTablesAndTheReason(@TempDir Path folder) throws IOException {
        StudyResults results = new MadeUpStudy(folder.resolve("results"), 2, false).twoArms();
        new ReportWriter(Optional.of("this machine has no usable fonts")).write(results, folder.resolve("report"));
        assertThat(Files.readString(folder.resolve("report/report.md")))
                .contains("## Figures\n\nNone: this machine has no usable fonts.")
                .contains("## Single runs");
        assertThat(folder.resolve("report/stage-bars.png")).doesNotExist();
    }

    @Test
    void aStudyWithoutTrialsHasAReport(@TempDir Path folder) {
        new ReportWriter().write(new SmallStudy().results(), folder);
        assertThat(folder.resolve("report.md")).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThatThrownBy(() -> new ReportWriter().write(study().results(), file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file + ": there is a file, expected a folder; let it be written or name"
                        + " another folder and run roilab report again");
    }

    /** A folder stands where each is written before it is moved into place. */
    @ParameterizedTest
    @ValueSource(strings = {"trials.csv", "report.md", "report.tex", "report.html", "stage-bars.png", "stage-bars.svg"})
    void aFileThatCannotBeWrittenIsNamedWithWhatToDo(String name, @TempDir Path folder) throws IOException {
        Path report = folder.resolve("report");
        Files.createDirectories(report.resolve(name + ".partial/in the way"));
        StudyResults results = new MadeUpStudy(folder.resolve("results"), 1, false).twoByTwo();
        assertThatThrownBy(() -> new ReportWriter().write(results, report))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot write " + report.resolve(name) + ": ")
                .hasMessageEndingWith("; let it be written or name another folder and run roilab report again");
    }

    private static StudyResults withReport(StudyResults results, ReportSettings report) {
        return new StudyResults(
                results.study(),
                results.question(),
                results.varied(),
                results.classes(),
                report,
                results.background(),
                results.folder(),
                results.command(),
                results.trials());
    }
}
