package dev.roilab.report;

import dev.roilab.experiment.ReportSettings.PlotSettings;
import dev.roilab.experiment.StudyResults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a study's report: {@code report.md}, its figures as PNG, and {@code trials.csv}. The same results give the
 * same bytes of both texts on machines with fonts; without fonts the report says that it has no figures, and why.
 */
public final class ReportWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ReportWriter.class);

    private final Optional<String> obstacle;

    public ReportWriter() {
        this(PlotTheme.obstacle());
    }

    /** @param obstacle why figures cannot be drawn, if so */
    ReportWriter(Optional<String> obstacle) {
        this.obstacle = obstacle;
    }

    /**
     * Writes or replaces the report.
     *
     * @param folder is created where missing; other files in it stay
     * @throws UncheckedIOException if a file cannot be written
     */
    public void write(StudyResults results, Path folder) {
        List<Arm> arms = Arm.of(results);
        try {
            Files.createDirectories(folder);
            String figures = figures(results, arms, folder);
            Files.writeString(folder.resolve("trials.csv"), TrialsCsv.of(results), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("report.md"), markdown(results, arms, figures), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(
                    "cannot write the report of " + results.study() + " to " + folder + ": " + cause.getMessage(),
                    cause);
        }
    }

    private static String markdown(StudyResults results, List<Arm> arms, String figures) {
        Verdict verdict = new Verdict(results);
        DetailTables details = new DetailTables(results, arms);
        StringBuilder report = new StringBuilder();
        report.append("# ").append(Markdown.escape(results.study())).append("\n\n");
        if (!results.question().isBlank()) {
            report.append("> ").append(Markdown.escape(results.question())).append("\n\n");
        }
        report.append(verdict.paragraph());
        report.append("## Results\n\n").append(new MainTable(results, arms).markdown());
        report.append(verdict.table());
        results.report().tables().forEach(table -> report.append(new PivotTable(results, table).markdown()));
        report.append(RunTable.section(results, arms));
        report.append(Failures.section(results, arms));
        report.append(figures);
        report.append(details.classes()).append(details.timing()).append(details.environment());
        report.append("## Reproduce\n\n```sh\n")
                .append(results.command().strip())
                .append("\n```\n");
        return report.toString();
    }

    private String figures(StudyResults results, List<Arm> arms, Path folder) throws IOException {
        if (obstacle.isPresent()) {
            LOG.warn("The report of {} has no figures: {}.", results.study(), obstacle.get());
            return "## Figures\n\nNone: " + Markdown.escape(obstacle.get()) + ".\n\n";
        }
        List<String> missing = new ArrayList<>();
        StringBuilder section = new StringBuilder();
        for (PlotSettings plot : results.report().plots()) {
            Optional<Figure> figure = draw(plot, arms);
            if (figure.isPresent()) {
                section.append(save(figure.get(), folder));
            } else {
                missing.add(name(plot));
            }
        }
        Optional<Figure> sheet = new ContactSheet(results.folder(), results.classes()).of(arms);
        if (sheet.isPresent()) {
            section.append(save(sheet.get(), folder));
        }
        if (!missing.isEmpty()) {
            section.append(
                    missing.stream().collect(Collectors.joining(", ", "Not drawn, for want of data: ", ".\n\n")));
        }
        return section.isEmpty() ? "" : "## Figures\n\n" + section;
    }

    private static Optional<Figure> draw(PlotSettings plot, List<Arm> arms) {
        return switch (plot) {
            case PlotSettings.PrCurve curve -> PrCurvePlot.of(arms, curve.iou());
            case PlotSettings.LossCurve() -> LossCurvePlot.of(arms);
            case PlotSettings.StageBars() -> StageBarsPlot.of(arms);
            case PlotSettings.Dots dots -> DotsPlot.of(arms, Measure.of(dots.value()));
        };
    }

    private static String name(PlotSettings plot) {
        return switch (plot) {
            case PlotSettings.PrCurve curve -> "precision over recall at IoU " + PrCurvePlot.threshold(curve.iou());
            case PlotSettings.LossCurve() -> "training losses";
            case PlotSettings.StageBars() -> "time by stage";
            case PlotSettings.Dots dots -> "dots of " + Markdown.escape(dots.value());
        };
    }

    private static String save(Figure figure, Path folder) throws IOException {
        Path file = folder.resolve(figure.file());
        if (!ImageIO.write(figure.image(), "png", file.toFile())) {
            throw new IOException("this Java has no PNG writer, needed for " + file);
        }
        return "![" + Markdown.escape(figure.title()) + "](" + figure.file() + ")\n\n" + figure.caption() + "\n\n";
    }
}
