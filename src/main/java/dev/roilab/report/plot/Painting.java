package dev.roilab.report.plot;

import dev.roilab.report.svg.SvgCanvas;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that can be drawn as pixels and as outlines.
 *
 * @param width in units of layout
 * @param painter draws on white; called once for each format
 */
public record Painting(int width, int height, Consumer<Graphics2D> painter) {
    /** Pixels of the PNG per unit of layout, so that text stays sharp on dense screens and in print. */
    private static final double DENSITY = 1.5;

    /** One below the other. */
    static Painting below(List<Painting> paintings) {
        int width = paintings.stream().mapToInt(Painting::width).max().orElse(0);
        int height = paintings.stream().mapToInt(Painting::height).sum();
        return new Painting(width, height, graphics -> {
            for (Painting painting : paintings) {
                painting.painter().accept(graphics);
                graphics.translate(0, painting.height());
            }
        });
    }

    /** Drawn as pixels, on white. */
    public BufferedImage pixels() {
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(DENSITY * width), (int) Math.ceil(DENSITY * height), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = PlotTheme.canvas(image);
        graphics.scale(DENSITY, DENSITY);
        painter.accept(graphics);
        graphics.dispose();
        return image;
    }

    /** Drawn as an SVG document with this title. */
    public String svg(String title) {
        return SvgCanvas.draw(width, height, title, painter);
    }
}
