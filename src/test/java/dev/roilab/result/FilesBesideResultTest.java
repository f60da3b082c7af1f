package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.ReportWriter;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.key.Explanation;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files beside a result that its numbers do not stand on, changed or gone. */
class FilesBesideResultTest {
    @TempDir
    private Path folder = Path.of("");

    private Path trial() {
        TrialContentTest.run(folder, TrialContentTest.STUDY, new ArrayList<>());
        return folder.resolve("results/tiny/base,seed=1");
    }

    /** A picture of something else would have the marks of others on it; one that is gone has none. */
    @Test
    void aChangedPictureIsNotDrawnAndNamed() throws IOException {
        Path trial = trial();
        Path picture = trial.resolve("gallery/00.png");
        Files.copy(trial.resolve("gallery/01.png"), picture, StandardCopyOption.REPLACE_EXISTING);
        Path reports = folder.resolve("again");
        StudyResults results = ResultsFolder.read(Objects.requireNonNull(trial.getParent()));
        assertThat(results.trials()).extracting(TrialResult::status).containsExactly(Status.OK);
        new ReportWriter().write(results, reports);
        assertThat(reports.resolve("report.md"))
                .content()
                .contains("Changed after they were written, and so not drawn: base,seed=1/gallery/00.png.");
        assertThat(new TrialFolder(trial).changedPictures()).containsExactly("gallery/00.png");
        assertThat(explained())
                .anyMatch(line ->
                        line.startsWith("gallery/00.png was changed after it was written; reports do not draw"));
        Files.delete(picture);
        assertThat(new TrialFolder(trial).changedPictures()).isEmpty();
        assertThat(explained()).contains("gallery/00.png" + Explanation.NO_DAMAGE);
    }

    /** The sheet shows the first seed of an arm; the picture of the second is named all the same. */
    @Test
    void aChangedPictureThatNoSheetShowsIsNamed() throws IOException {
        String twoSeeds = TrialContentTest.STUDY.replace("seeds: [1]", "seeds: [1, 2]");
        TrialContentTest.run(folder, twoSeeds, new ArrayList<>());
        Path second = folder.resolve("results/tiny/base,seed=2/gallery");
        Files.copy(second.resolve("01.png"), second.resolve("00.png"), StandardCopyOption.REPLACE_EXISTING);
        Path reports = folder.resolve("again");
        new ReportWriter().write(ResultsFolder.read(folder.resolve("results/tiny")), reports);
        assertThat(reports.resolve("report.md"))
                .content()
                .containsOnlyOnce("Changed after they were written, and so not drawn: base,seed=2/gallery/00.png.")
                .doesNotContain("Grey in the sheet");
    }

    /** Beside those that have one: the study of two trials. */
    @Test
    void timesThatAreGoneOrOfAnotherResultAreExplained() throws IOException {
        Path trial = trial();
        Path timing = trial.resolve("timing.json");
        assertThat(explained()).noneMatch(line -> line.contains("timing.json"));
        Path other = Files.createDirectories(trial.resolveSibling("base,seed=2"));
        Files.copy(timing, other.resolve("timing.json"));
        Files.delete(timing);
        assertThat(explained())
                .contains(
                        "timing.json is missing, and others of the study have one: its times are those of its own test");
        Timing times = new TrialFolder(other).timing().orElseThrow();
        new TrialFolder(trial)
                .writeTiming(new Timing(
                        "0123",
                        times.machine(),
                        times.protocol(),
                        times.stages(),
                        times.image(),
                        times.withProposals(),
                        times.conditions(),
                        times.session(),
                        times.processes()));
        assertThat(explained()).contains("timing.json is of another result: its times are those of its own test");
    }

    private List<String> explained() {
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, TrialContentTest.STUDY), List.of());
        return new StudyRunner(
                        TrialContentTest.executor(folder),
                        new SilentListener(),
                        RunOptions.in(folder.resolve("results")))
                .explain(plan.trials().getFirst());
    }
}
