package dev.roilab.report;

import dev.roilab.report.document.Block;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.document.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure of an earlier report that cannot be drawn now. It keeps its title and its caption, which say what is in it;
 * new ones would speak of what would be drawn today.
 */
final class KeptFigure {
    private KeptFigure() {}

    /**
     * The figure as the report in the folder shows it; absent where there is no such file.
     *
     * @param name of the files, without ending
     * @param title where the report shows no such figure
     */
    static Optional<Block.Picture> of(Path folder, String name, String title) throws IOException {
        String png = name + ".png";
        if (!Files.isRegularFile(folder.resolve(png))) {
            return Optional.empty();
        }
        String svg = name + ".svg";
        Optional<String> drawing = Files.isRegularFile(folder.resolve(svg)) ? Optional.of(svg) : Optional.empty();
        Path report = folder.resolve("report.md");
        String text = Files.isRegularFile(report) ? Files.readString(report, StandardCharsets.UTF_8) : "";
        Matcher shown = Pattern.compile("!\\[(.*)]\\(" + Pattern.quote(png) + "\\)\\n\\n(.*)")
                .matcher(text);
        return Optional.of(
                shown.find()
                        ? new Block.Picture(
                                png,
                                drawing,
                                Markdown.unescape(shown.group(1)),
                                Text.of(Markdown.unescape(shown.group(2))))
                        : new Block.Picture(png, drawing, title, Text.of("From an earlier report.")));
    }
}
