package dev.roilab.report;

import dev.roilab.experiment.BenchStudy;
import dev.roilab.experiment.BenchStudy.Whole;
import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult.StageTime;
import dev.roilab.experiment.WholeFile;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what a study of times alone has found: {@code bench.md} and its stage bars as PNG and SVG. */
public final class BenchReport {
    private final Optional<String> obstacle;

    public BenchReport() {
        this(PlotTheme.obstacle());
    }

    /** @param obstacle why figures cannot be drawn, if so */
    BenchReport(Optional<String> obstacle) {
        this.obstacle = obstacle;
    }

    /**
     * Writes or replaces the report.
     *
     * @param folder is created where missing
     * @throws UncheckedIOException if a file cannot be written
     */
    public void write(BenchStudy.Outcome outcome, Path folder) {
        StudyResults results = outcome.results();
        List<Arm> arms = Arm.of(results);
        var details = new DetailTables(results, arms);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, results.study() + ": times"));
        blocks.add(new Block.Question(results.question()));
        blocks.add(wholes(outcome.wholes(), arms, details.protocol()));
        try {
            Files.createDirectories(folder);
            blocks.addAll(new PublishedTimes(results, arms, details.protocol()).section());
            blocks.addAll(new Figures(results, arms, folder, obstacle).bars());
            blocks.addAll(details.timing());
            blocks.addAll(details.environment());
            blocks.add(new Block.Heading(2, "Reproduce"));
            blocks.add(new Block.Code(results.command()));
            WholeFile.write(folder.resolve("bench.md"), Markdown.of(blocks));
        } catch (IOException cause) {
            throw new UncheckedIOException("cannot write the report to " + folder + ": " + cause.getMessage(), cause);
        }
    }

    private static Block wholes(List<Whole> wholes, List<Arm> arms, String machine) {
        String first = arms.getFirst().label();
        TableBuilder table = new TableBuilder("wholes")
                .text("arm")
                .number("ms an image")
                .number("and proposals")
                .number("images a second")
                .number("times " + first);
        double reference = wholes.getFirst().image().median();
        for (int i = 0; i < wholes.size(); i++) {
            Whole whole = wholes.get(i);
            double median = whole.image().median();
            table.words(List.of(
                    arms.get(i).label(),
                    text(whole.image()),
                    text(whole.withProposals()),
                    Numbers.fixed(1000 / median, 1),
                    Numbers.fixed(median / reference, 2)));
        }
        return table.build(Text.of("Milliseconds an image from decoding to the last suppressed box: median (95th"
                + " percentile); fresh weights, the same number of boxes after the network for every arm. " + machine));
    }

    private static String text(StageTime time) {
        return Numbers.fixed(time.median(), 2) + " (" + Numbers.fixed(time.p95(), 2) + ")";
    }
}
