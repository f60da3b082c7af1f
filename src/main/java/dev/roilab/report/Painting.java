package dev.roilab.report;

import dev.roilab.report.svg.SvgCanvas;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import org.knowm.xchart.internal.chartpart.AxesChart;

/**
 * Something that can be drawn as pixels and as outlines.
 *
 * @param width in units of layout
 * @param painter draws on white; called once for each format
 */
record Painting(int width, int height, Consumer<Graphics2D> painter) {
    /** Pixels of the PNG per unit of layout, so that text stays sharp on dense screens and in print. */
    private static final double DENSITY = 1.5;

    /** Charts side by side. */
    static Painting of(List<? extends AxesChart<?, ?>> charts) {
        int width = charts.stream().mapToInt(AxesChart::getWidth).sum();
        int height = charts.stream().mapToInt(AxesChart::getHeight).max().orElse(0);
        return new Painting(width, height, graphics -> {
            for (AxesChart<?, ?> chart : charts) {
                chart.paint(graphics, chart.getWidth(), chart.getHeight());
                graphics.translate(chart.getWidth(), 0);
            }
        });
    }

    BufferedImage pixels() {
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(DENSITY * width), (int) Math.ceil(DENSITY * height), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = PlotTheme.canvas(image);
        graphics.scale(DENSITY, DENSITY);
        painter.accept(graphics);
        graphics.dispose();
        return image;
    }

    String svg(String title) {
        return SvgCanvas.draw(width, height, title, painter);
    }
}
