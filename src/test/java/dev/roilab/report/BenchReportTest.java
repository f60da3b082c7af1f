package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.experiment.BenchStudy;
import dev.roilab.experiment.BenchStudy.Whole;
import dev.roilab.experiment.TrialResult.StageTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    @TempDir
    private Path folder = Path.of("");

    private static BenchStudy.Outcome outcome() {
        var results = new SmallStudy()
                .finished("pool", 1, 0.5)
                .finished("align", 1, 0.5)
                .results();
        return new BenchStudy.Outcome(
                "",
                Path.of("bench.json"),
                List.of(
                        new Whole("roi=pool", new StageTime(0.8, 1.1), new StageTime(10.8, 13)),
                        new Whole("roi=align", new StageTime(1.2, 1.3), new StageTime(11.2, 14))),
                results);
    }

    @Test
    void saysHowLongEveryArmTakesAndByHowMuchTheyDiffer() throws IOException {
        new BenchReport(Optional.of("no fonts")).write(outcome(), folder.resolve("new/bench"));
        assertThat(folder.resolve("new/bench/bench.md"))
                .content()
                .contains(
                        "# roi-layer: times",
                        "| arm   | ms an image | and proposals | images a second | times pool |",
                        "| pool  | 0.80 (1.10) | 10.80 (13.00) |          1250.0 |       1.00 |",
                        "| align | 1.20 (1.30) | 11.20 (14.00) |           833.3 |       1.50 |",
                        "| proposals         |   10.0 (12.0) |   10.0 (12.0) |",
                        "Example CPU",
                        "./roilab run experiments/ablation/roi-layer.yaml")
                .doesNotContain("AP50");
    }

    @Test
    void drawsTheStages() throws IOException {
        new BenchReport().write(outcome(), folder);
        assertThat(folder.resolve("stage-bars.png")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("bench.md"))).contains("![Test time an image by stage](stage-bars.");
    }
}
