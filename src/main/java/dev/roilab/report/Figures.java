package dev.roilab.report;

import dev.roilab.experiment.ReportSettings.PlotSettings;
import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.WholeFile;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws what a study asks for and its contact sheet.
 *
 * @param obstacle why nothing can be drawn, if so
 */
record Figures(StudyResults results, List<Arm> arms, Path folder, Optional<String> obstacle) {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

    /** Writes the files; what cannot be drawn is named with its reason. */
    List<Block> write() {
        List<Block> section = new ArrayList<>(List.of(new Block.Heading(2, "Figures")));
        if (obstacle.isPresent()) {
            LOG.warn("The report of {} has no figures: {}.", results.study(), obstacle.get());
            section.add(new Block.Paragraph(Text.of("None: " + obstacle.get() + ".")));
            return section;
        }
        List<String> missing = new ArrayList<>();
        List<PlotSettings> plots = results.report().plots();
        List<Supplier<Optional<Figure>>> drawings = new ArrayList<>();
        plots.forEach(plot -> drawings.add(() -> draw(plot)));
        drawings.add(() -> new ContactSheet(results.folder(), results.classes()).of(arms));
        List<Optional<Block>> pictures = drawings.parallelStream()
                .map(drawing -> drawing.get().map(this::save))
                .toList();
        for (int i = 0; i < pictures.size(); i++) {
            if (pictures.get(i).isPresent()) {
                section.add(pictures.get(i).get());
            } else if (i < plots.size()) {
                missing.add(name(plots.get(i)));
            }
        }
        if (!missing.isEmpty()) {
            section.add(
                    new Block.Paragraph(Text.of("Not drawn, for want of data: " + String.join(", ", missing) + ".")));
        }
        return section.size() == 1 ? List.of() : section;
    }

    /** The stage bars alone, whatever the study asks for; nothing where they cannot be drawn. */
    List<Block> bars() {
        Optional<Figure> bars = obstacle.isPresent() ? Optional.empty() : StageBarsPlot.of(arms);
        return bars.isPresent() ? List.of(save(bars.get())) : List.of();
    }

    private Optional<Figure> draw(PlotSettings plot) {
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
            case PlotSettings.Dots dots -> "dots of " + dots.value();
        };
    }

    private Block save(Figure figure) {
        try {
            return files(figure);
        } catch (IOException cause) {
            throw new UncheckedIOException(
                    "cannot write the picture " + folder.resolve(figure.name()) + ": " + cause.getMessage(), cause);
        }
    }

    private Block files(Figure figure) throws IOException {
        String png = figure.name() + ".png";
        Optional<String> svg = switch (figure) {
            case Figure.Chart chart -> {
                png(chart.painting().pixels(), png);
                Path file = folder.resolve(figure.name() + ".svg");
                WholeFile.write(file, chart.painting().svg(chart.title()));
                yield Optional.of(figure.name() + ".svg");
            }
            case Figure.Photograph photograph -> {
                png(photograph.image(), png);
                yield Optional.empty();
            }
        };
        return new Block.Picture(png, svg, figure.title(), Text.of(figure.caption()));
    }

    private void png(BufferedImage image, String name) throws IOException {
        Path file = folder.resolve(name);
        var bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this Java has no PNG writer, needed for " + file);
        }
        WholeFile.write(file, bytes.toByteArray());
    }
}
