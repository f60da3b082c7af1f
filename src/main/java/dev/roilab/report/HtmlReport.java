package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Html;
import dev.roilab.report.gallery.GalleryData;
import dev.roilab.report.gallery.GalleryPictures;
import dev.roilab.result.StudyResults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The report as one file that needs nothing beside it and no network: pictures inside, tables that sort, test images to
 * leaf through.
 *
 * @param folder where the pictures have been written
 */
record HtmlReport(StudyResults results, List<Arm> arms, Path folder) {
    /** The contact sheet shows a few of the images that the browser shows all of. */
    private static final String CONTACT_SHEET = "contact-sheet.png";

    String of(List<Block> blocks) {
        Optional<String> gallery =
                new GalleryData(new GalleryPictures(results.folder(), arms), results.classes()).json(arms);
        var drawings = new AtomicInteger();
        var html = new Html(picture -> picture(picture, drawings));
        List<Block> shown = gallery.isEmpty()
                ? blocks
                : blocks.stream()
                        .filter(block -> !(block instanceof Block.Picture picture
                                && picture.file().equals(CONTACT_SHEET)))
                        .toList();
        int figures = indexOfFiguresEnd(shown);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <nav aria-label="sections">%s</nav>
                %s
                %s
                %s
                <script>
                %s</script>
                </body>
                </html>
                """.formatted(
                Html.escape(results.study()),
                resource("report.css"),
                navigation(shown, gallery.isPresent()),
                html.of(shown.subList(0, figures)),
                gallery.map(json -> browser(json, GalleryData.sentences(arms))).orElse(""),
                html.of(shown.subList(figures, shown.size())),
                resource("report.js"));
    }

    /** The browser stands after the figures, where the contact sheet would be. */
    private static int indexOfFiguresEnd(List<Block> blocks) {
        int end = blocks.size();
        for (int i = blocks.size() - 1; i >= 0; i--) {
            if (blocks.get(i) instanceof Block.Heading heading && heading.level() == 2) {
                if (heading.text().equals("Figures")) {
                    return end;
                }
                end = i;
            }
        }
        return blocks.size();
    }

    private static String navigation(List<Block> blocks, boolean gallery) {
        StringBuilder links = new StringBuilder();
        for (Block block : blocks) {
            if (block instanceof Block.Heading heading && heading.level() == 2) {
                links.append(link(Html.anchor(heading.text()), heading.text()));
            }
        }
        return gallery ? links.append(link("browser", "Test images")).toString() : links.toString();
    }

    private static String link(String anchor, String text) {
        return "<a href=\"#" + anchor + "\">" + Html.escape(text) + "</a> ";
    }

    private static String browser(String json, String sentences) {
        return """
                <section id="browser" tabindex="-1">
                <h2>Test images</h2>
                <p>%s</p>
                <div class="controls">
                <button type="button" class="previous">&larr; previous</button>
                <label>image <select></select></label>
                <button type="button" class="next">next &rarr;</button>
                <label>lowest score <input type="range" min="0.05" max="1" step="0.05" value="0.5"> <output></output></label>
                </div>
                <div class="arms"></div>
                </section>
                <script type="application/json" id="gallery">%s</script>
                """.formatted(Html.escape(sentences), json);
    }

    private String picture(Block.Picture picture, AtomicInteger drawings) {
        try {
            if (picture.drawing().isPresent()) {
                String svg = Files.readString(folder.resolve(picture.drawing().get()), StandardCharsets.UTF_8);
                String own = "d" + drawings.incrementAndGet() + "-";
                // Names of clips must differ within a page.
                return svg.replace("id=\"c", "id=\"" + own + "c").replace("url(#c", "url(#" + own + "c");
            }
            byte[] bytes = Files.readAllBytes(folder.resolve(picture.file()));
            return "<img alt=\"" + Html.escape(picture.title()) + "\" src=\"data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(bytes) + "\">";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read back a picture of the report: " + e.getMessage(), e);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its own file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the program's own file " + name, e);
        }
    }
}
