package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.claim.RelativeTimes;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Latex;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.plot.PlotTheme;
import dev.roilab.report.table.TrialsCsv;
import dev.roilab.result.StudyResults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes a study's report: {@code report.md} with its figures as PNG and SVG, {@code report.html} in one file,
 * {@code report.tex} with the tables, and {@code trials.csv}. What {@code notes.md} in the same folder says becomes
 * part of it. The same results give the same bytes of all texts on machines with fonts; without fonts the report says
 * that it has no figures, and why.
 */
public final class ReportWriter {
    /** What writes it, also where a run has failed to. */
    private static final String COMMAND = "roilab report";

    private final Optional<String> obstacle;
    private final Consumer<String> remarks;

    public ReportWriter() {
        this(_ -> {});
    }

    /** @param remarks takes a line about every figure that could not be drawn and was kept as it is */
    public ReportWriter(Consumer<String> remarks) {
        this(PlotTheme.obstacle(), remarks);
    }

    /** @param obstacle why figures cannot be drawn, if so */
    ReportWriter(Optional<String> obstacle) {
        this(obstacle, _ -> {});
    }

    ReportWriter(Optional<String> obstacle, Consumer<String> remarks) {
        this.obstacle = obstacle;
        this.remarks = remarks;
    }

    /**
     * Writes or replaces the report.
     *
     * @param folder is created where missing; other files in it stay
     * @throws UncheckedIOException if a file cannot be written, with its name and what to do
     */
    public void write(StudyResults measured, Path folder) {
        StudyResults results = RelativeTimes.of(measured);
        List<Arm> arms = Arm.of(results);
        try {
            ReportFile.folder(folder, COMMAND);
            Figures figures = new Figures(results, arms, folder, COMMAND, obstacle, remarks);
            List<Block> notes = Notes.section(folder);
            List<Block> blocks = new ReportDocument(results, arms).blocks(notes, figures.write());
            ReportFile.write(folder.resolve("trials.csv"), TrialsCsv.of(measured), COMMAND);
            ReportFile.write(folder.resolve("report.md"), Markdown.of(blocks), COMMAND);
            ReportFile.write(folder.resolve("report.tex"), Latex.tables(results.study(), blocks), COMMAND);
            ReportFile.write(folder.resolve("report.html"), new HtmlReport(results, arms, folder).of(blocks), COMMAND);
        } catch (IOException cause) {
            throw new UncheckedIOException(
                    "cannot read the report of " + results.study() + " in " + folder + ": " + cause.getMessage(),
                    cause);
        }
    }
}
