package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.model.Recipes;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import dev.roilab.report.gallery.ContactSheet;
import dev.roilab.report.gallery.GalleryPictures;
import dev.roilab.report.plot.CurvePlot;
import dev.roilab.report.plot.DotsPlot;
import dev.roilab.report.plot.Figure;
import dev.roilab.report.plot.LossCurvePlot;
import dev.roilab.report.plot.SharesPlot;
import dev.roilab.report.plot.StageBarsPlot;
import dev.roilab.result.StudyResults;
import dev.roilab.study.ReportSettings.PlotSettings;
import dev.roilab.task.DeclaredShares;
import dev.roilab.task.Shares;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Draws what a study asks for and its contact sheet. What cannot be drawn is kept as an earlier report has drawn it, or
 * else named with what is missing.
 *
 * @param command that draws them, for messages
 * @param obstacle why nothing can be drawn, if so
 * @param remarks takes a line about every figure that was kept
 */
record Figures(
        StudyResults results,
        List<Arm> arms,
        Path folder,
        String command,
        Optional<String> obstacle,
        Consumer<String> remarks) {

    /** A figure, or what stands in the report instead: the one of before, or a reason why there is none. */
    private record Outcome(Optional<Block> picture, String reason) {}

    private static final String WANTING = "Not drawn, for want of data: ";

    /** Writes the files. */
    List<Block> write() {
        List<Supplier<Outcome>> drawings = new ArrayList<>();
        results.report().plots().forEach(plot -> drawings.add(() -> outcome(plot)));
        drawings.add(this::contactSheet);
        List<Outcome> outcomes = all(drawings);
        List<Block> section = new ArrayList<>(List.of(new Block.Heading(2, "Figures")));
        outcomes.forEach(outcome -> outcome.picture().ifPresent(section::add));
        String wanting = outcomes.stream()
                .map(Outcome::reason)
                .filter(reason -> reason.startsWith(WANTING))
                .map(reason -> reason.substring(WANTING.length()))
                .collect(Collectors.joining(", "));
        Stream.concat(
                        Stream.of(wanting.isEmpty() ? "" : WANTING + wanting + "."),
                        outcomes.stream().map(Outcome::reason).filter(reason -> !reason.startsWith(WANTING)))
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .forEach(reason -> section.add(new Block.Paragraph(Text.of(reason))));
        return section.size() == 1 ? List.of() : section;
    }

    /**
     * Beside each other. Where one fails the others end first: nothing is still written once the caller hears of it.
     */
    private static List<Outcome> all(List<Supplier<Outcome>> drawings) {
        List<FutureTask<Outcome>> tasks =
                drawings.stream().map(drawing -> new FutureTask<>(drawing::get)).toList();
        tasks.parallelStream().forEach(FutureTask::run);
        for (FutureTask<Outcome> task : tasks) {
            if (task.state() == Future.State.FAILED && task.exceptionNow() instanceof RuntimeException failure) {
                throw failure;
            }
        }
        return tasks.stream().map(FutureTask::resultNow).toList();
    }

    private Outcome outcome(PlotSettings plot) {
        String name = file(plot);
        if (obstacle.isPresent()) {
            return kept(name, name(plot), obstacle.get()).orElse(none("None: " + obstacle.get() + "."));
        }
        Optional<Figure> figure = draw(plot);
        if (figure.isPresent()) {
            return new Outcome(Optional.of(save(figure.get())), "");
        }
        boolean finished = arms.stream().anyMatch(arm -> !arm.finished().isEmpty());
        Optional<Outcome> kept = finished ? kept(name, name(plot), "no finished trial has its data") : Optional.empty();
        return kept.orElse(none(WANTING + name(plot)));
    }

    private Outcome contactSheet() {
        var sheet = new ContactSheet(new GalleryPictures(results.folder(), arms), results.classes(), arms);
        if (sheet.isEmpty()) {
            return none("");
        }
        String changed = changed(sheet.changed());
        if (obstacle.isPresent()) {
            return kept(ContactSheet.NAME, ContactSheet.TITLE, obstacle.get())
                    .map(before -> new Outcome(before.picture(), changed.strip()))
                    .orElse(none("None: " + obstacle.get() + "." + changed));
        }
        List<String> missing = sheet.missing();
        if (!missing.isEmpty()) {
            String reason = missing(missing);
            Optional<Outcome> kept = kept(ContactSheet.NAME, ContactSheet.TITLE, reason);
            if (kept.isPresent() || sheet.hasNoPicture()) {
                return kept.map(before -> new Outcome(before.picture(), changed.strip()))
                        .orElse(none("Not drawn: the test images; " + reason + "." + changed));
            }
        }
        Block picture = save(sheet.figure());
        return new Outcome(
                Optional.of(picture),
                ((missing.isEmpty() ? "" : "Grey in the sheet of test images: " + missing(missing) + ".") + changed)
                        .strip());
    }

    /** Marks would stand on what they do not belong to. */
    private static String changed(List<String> files) {
        return files.isEmpty()
                ? ""
                : " Changed after they were written, and so not drawn: " + String.join(", ", files)
                        + ". To make them again, run the trial with `--again`.";
    }

    /** The first file and how many more; all would be a page. */
    private String missing(List<String> files) {
        return "the results of " + results.study() + " lack " + files.getFirst()
                + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more such files");
    }

    private static Outcome none(String reason) {
        return new Outcome(Optional.empty(), reason);
    }

    private Optional<Outcome> kept(String name, String title, String reason) {
        try {
            Optional<Block.Picture> kept = KeptFigure.of(folder, name, title);
            kept.ifPresent(picture -> remarks.accept("kept: " + folder.resolve(picture.file()) + " (" + reason + ")"));
            return kept.map(picture -> new Outcome(Optional.of(picture), ""));
        } catch (IOException cause) {
            throw new UncheckedIOException("cannot read the report in " + folder + ": " + cause.getMessage(), cause);
        }
    }

    /** The stage bars alone, whatever the study asks for; nothing where they cannot be drawn. */
    List<Block> bars() {
        Optional<Figure> bars = obstacle.isPresent() ? Optional.empty() : StageBarsPlot.of(arms);
        return bars.isPresent() ? List.of(save(bars.get())) : List.of();
    }

    private Optional<Figure> draw(PlotSettings plot) {
        return switch (plot) {
            case PlotSettings.PrCurve curve -> CurvePlot.of(arms, curve.curve());
            case PlotSettings.Curve curve -> CurvePlot.of(arms, curve);
            case PlotSettings.LossCurve() -> LossCurvePlot.of(arms);
            case PlotSettings.StageBars() -> StageBarsPlot.of(arms);
            case PlotSettings.Shares asked -> shares(asked).flatMap(shares -> SharesPlot.of(arms, shares));
            case PlotSettings.Dots dots -> DotsPlot.of(arms, Measure.of(results, dots.value()));
        };
    }

    /** Of the files in the report's folder, without ending. */
    private static String file(PlotSettings plot) {
        return switch (plot) {
            case PlotSettings.PrCurve curve -> CurvePlot.file(curve.curve());
            case PlotSettings.Curve curve -> CurvePlot.file(curve);
            case PlotSettings.LossCurve() -> "loss-curve";
            case PlotSettings.StageBars() -> "stage-bars";
            case PlotSettings.Shares shares -> shares.name();
            case PlotSettings.Dots dots -> DotsPlot.file(dots.value());
        };
    }

    private static String name(PlotSettings plot) {
        return switch (plot) {
            case PlotSettings.PrCurve curve -> name(curve.curve());
            case PlotSettings.Curve curve -> name(curve);
            case PlotSettings.LossCurve() -> "training losses";
            case PlotSettings.StageBars() -> "time by stage";
            case PlotSettings.Shares asked ->
                shares(asked).map(SharesPlot::name).orElse(asked.name());
            case PlotSettings.Dots dots -> "dots of " + dots.value();
        };
    }

    private static Optional<Shares> shares(PlotSettings.Shares asked) {
        return DeclaredShares.of(Recipes.tasks()).find(asked.name());
    }

    private static String name(PlotSettings.Curve curve) {
        return Recipes.curves(Recipes.all())
                .find(curve.name(), curve.at())
                .map(info -> info.title().substring(0, 1).toLowerCase(Locale.ROOT)
                        + info.title().substring(1))
                .orElse("curve " + curve.name());
    }

    private Block save(Figure figure) {
        try {
            return files(figure);
        } catch (IOException cause) {
            throw new UncheckedIOException(
                    "cannot draw " + folder.resolve(figure.name() + ".png") + ": " + cause.getMessage(), cause);
        }
    }

    private Block files(Figure figure) throws IOException {
        String png = figure.name() + ".png";
        Optional<String> svg = switch (figure) {
            case Figure.Chart chart -> {
                png(chart.painting().pixels(), png);
                Path file = folder.resolve(figure.name() + ".svg");
                ReportFile.write(file, chart.painting().svg(chart.title()), command);
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
        ReportFile.write(file, bytes.toByteArray(), command);
    }
}
