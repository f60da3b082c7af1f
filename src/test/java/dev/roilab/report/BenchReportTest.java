package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.SmallStudy;
import dev.roilab.result.StudyResults;
import dev.roilab.result.Timing;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.result.WholeTime;
import dev.roilab.study.PublishedTable;
import dev.roilab.study.StudyBackground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    @TempDir
    private Path folder = Path.of("");

    private static final List<WholeTime> TIMES = List.of(
            new WholeTime("roi=pool", new StageTime(0.8, 1.1), new StageTime(10.8, 13)),
            new WholeTime("roi=align", new StageTime(1.2, 1.3), new StageTime(11.2, 14)));

    private static StudyResults results() {
        return new SmallStudy()
                .finished("pool", 1, 0.5)
                .finished("align", 1, 0.5)
                .results();
    }

    @Test
    void saysHowLongEveryArmTakesAndByHowMuchTheyDiffer() throws IOException {
        new BenchReport(Optional.of("no fonts")).write(TIMES, results(), folder.resolve("new/bench"));
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

    /** What stood for findings, and whether there are proposals, is the timed systems' to say. */
    @Test
    void ofAnotherTaskSaysNothingOfBoxesAndProposals() throws IOException {
        String protocol = "10 images one by one, 5 rounds interleaved over 2 arms after warm-up, means of fresh"
                + " weights, median and p95 in 1 process";
        StudyResults times = new SmallStudy()
                .timed("pool", 1, Map.of("guess", 5.0))
                .withFact(Timing.PROTOCOL_FACT, protocol)
                .timed("align", 1, Map.of("guess", 6.0))
                .withFact(Timing.PROTOCOL_FACT, protocol)
                .results();
        var pool = new WholeTime("roi=pool", new StageTime(5, 6), new StageTime(5, 6));
        var align = new WholeTime("roi=align", new StageTime(6, 7), new StageTime(6, 7));
        new BenchReport().write(List.of(pool, align), times, folder.resolve("bench"));
        assertThat(folder.resolve("bench/bench.md"))
                .content()
                .contains(
                        "| arm   | ms an image | images a second | times pool |",
                        "fresh weights; " + protocol + ". In brackets",
                        "Milliseconds an image: pool 5.00; align 6.00.")
                .doesNotContain("proposals", "box");
    }

    @Test
    void publishedTimesAreSetBesideOursWithTheirRatios() throws IOException {
        var published = new PublishedTable(
                "A paper",
                "arXiv:0000.00000",
                "4",
                "Times",
                "an old GPU",
                Map.of(),
                PublishedTable.Mark.VERIFIED,
                List.of(
                        new PublishedTable.Column("map", "mAP", "percent", Optional.of("voc07")),
                        new PublishedTable.Column("test", "test time", "s", Optional.of("total_without_proposals_ms"))),
                List.of(row("slow", 3, "align"), row("quick", 1.5, "pool"), row("another", 9, "none of ours")),
                Optional.empty(),
                Optional.empty());
        var results = new SmallStudy()
                .background(new StudyBackground(List.of(), List.of(published), Map.of()))
                .finished("pool", 1, 0.5)
                .finished("align", 1, 0.5)
                .results();
        var whole = new WholeTime("roi=pool", new StageTime(0.8, 1.1), new StageTime(10.8, 13));
        new BenchReport(Optional.of("no fonts")).write(List.of(whole, whole), results, folder.resolve("bench"));
        assertThat(Files.readString(folder.resolve("bench/bench.md")).replaceAll(" +", " "))
                .contains(
                        "A paper, table 4 (arXiv:0000.00000): theirs on an old GPU",
                        "| test time | align | 3000 | 0.750 | 2.00 | 1.00 |",
                        "| test time | pool | 1500 | 0.750 | 1.00 | 1.00 |")
                .doesNotContain("mAP", "9000");
    }

    private static PublishedTable.Row row(String name, double seconds, String roi) {
        return new PublishedTable.Row(
                name,
                Map.of("map", 60.0, "test", seconds),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Map.of("roi", List.of(roi))));
    }

    @Test
    void drawsTheStages() throws IOException {
        new BenchReport().write(TIMES, results(), folder);
        assertThat(folder.resolve("stage-bars.png")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("bench.md"))).contains("![Test time an image by stage](stage-bars.");
    }
}
