package dev.roilab.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.SmallStudy;
import dev.roilab.report.document.Markdown;
import dev.roilab.result.StudyResults;
import dev.roilab.study.ReportSettings.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseEnergyTest {
    @TempDir
    private Path folder = Path.of("");

    private StudyResults study(double kept) throws IOException {
        StudyResults results = new SmallStudy()
                .finishedWith("r256", 1, 0.5, "energy_fc6", kept)
                .results();
        Path trial = Files.createDirectories(folder.resolve("roi=r256,seed=1"));
        Files.writeString(trial.resolve("compression.json"), """
                {"layers": [{"layer": {"name": "fc6", "inputs": 3136, "outputs": 1024}, "rank": 256,
                  "break_even": 772, "energy_kept": %s, "parameters_before": 1, "parameters_after": 1,
                  "operations_before": 1, "operations_after": 1, "singular_values": [2.0, 1.0], "seconds": 1.0}],
                 "parameters_before": 1, "parameters_after": 1, "file_bytes_before": 1, "file_bytes_after": 1}
                """.formatted(kept));
        return new StudyResults(
                results.study(),
                results.question(),
                results.varied(),
                results.classes(),
                results.report(),
                results.background(),
                folder,
                results.command(),
                results.trials());
    }

    @Test
    void aLayerThatKeepsNoMoreThanNoiseIsSaidToKeepItsRandomStart() throws IOException {
        String said = Markdown.of(new NoiseEnergy(study(0.463)).blocks());
        assertThat(said)
                .contains("**fc6 keeps its random start.** At rank 256 it keeps 46.3 % of its energy")
                .contains("a random matrix of its shape, 1024 x 3136, keeps 45.4 %");
    }

    @Test
    void ofALayerThatHasLearnedNothingIsSaid() throws IOException {
        assertThat(new NoiseEnergy(study(0.9)).blocks()).isEmpty();
    }

    @Test
    void tablesPrintWhatARandomMatrixKeepsBesideIt() throws IOException {
        StudyResults results = study(0.9);
        String table = Markdown.of(List.of(new PivotTable(
                        results,
                        new TableSettings(SmallStudy.ROI, Optional.empty(), List.of("energy_fc6")),
                        new NoiseEnergy(results))
                .block(1)));
        assertThat(table)
                .contains("90.0 (45.4)", "In brackets: the energy that a random matrix")
                .doesNotContain("Bold");
    }
}
