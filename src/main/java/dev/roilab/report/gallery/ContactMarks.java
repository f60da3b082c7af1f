package dev.roilab.report.gallery;

import dev.roilab.report.plot.PlotTheme;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Mark;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The marks upon one picture of the contact sheet: what is true dashed or in words at the top, what was found solid or
 * in words at the bottom.
 *
 * @param classes by label
 * @param width of the picture, in pixels of the sheet
 * @param height of the picture, in pixels of the sheet
 */
record ContactMarks(List<String> classes, int width, int height) {
    /** What is found with less only clutters the picture; evaluation uses all. */
    static final double LOWEST_SCORE = 0.5;

    private static final int MARGIN = 5;

    /** @param scale pixels of the sheet per pixel that the marks count in */
    void draw(Graphics2D graphics, GalleryMarks marks, double scale) {
        new ContactShapes(graphics, scale).draw(marks);
        rectangles(marks.truth()).forEach(mark -> truth(graphics, mark, scale));
        List<Mark.Rectangle> surestFirst = found(graphics, rectangles(marks.found()), scale);
        new ContactLabels(classes, width, height).draw(graphics, surestFirst, scale);
        words(graphics, words(marks.truth()), true);
        words(graphics, words(marks.found()), false);
    }

    static List<Mark.Rectangle> rectangles(GalleryMarks.Group group) {
        return marks(group, Mark.Rectangle.class).toList();
    }

    static List<String> words(GalleryMarks.Group group) {
        return marks(group, Mark.Words.class).map(Mark.Words::text).toList();
    }

    /** Those of one kind, in their order. */
    static <M extends Mark> Stream<M> marks(GalleryMarks.Group group, Class<M> kind) {
        return group.marks().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static void truth(Graphics2D graphics, Mark.Rectangle mark, double scale) {
        Shape shape = shape(mark, scale);
        float[] dash = {7, 7};
        graphics.setStroke(new BasicStroke(3));
        graphics.setColor(Color.BLACK);
        graphics.draw(shape);
        graphics.setStroke(new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dash, 0));
        graphics.setColor(Color.WHITE);
        graphics.draw(shape);
    }

    /** The surest on top; the same, the surest first. */
    private static List<Mark.Rectangle> found(Graphics2D graphics, List<Mark.Rectangle> marks, double scale) {
        List<Mark.Rectangle> drawn = new ArrayList<>(marks);
        drawn.removeIf(mark -> score(mark) < LOWEST_SCORE);
        drawn.sort(Comparator.comparingDouble(ContactMarks::score));
        graphics.setStroke(new BasicStroke(3));
        for (Mark.Rectangle mark : drawn) {
            graphics.setColor(ContactLabels.color(mark));
            graphics.draw(shape(mark, scale));
        }
        return drawn.reversed();
    }

    /** What has no score is sure. */
    static double score(Mark.Rectangle mark) {
        return mark.score().orElse(1.0);
    }

    private static Shape shape(Mark.Rectangle mark, double scale) {
        return new Rectangle2D.Double(
                scale * mark.x1(), scale * mark.y1(), scale * (mark.x2() - mark.x1()), scale * (mark.y2() - mark.y1()));
    }

    private void words(Graphics2D graphics, List<String> lines, boolean atTop) {
        graphics.setFont(PlotTheme.font(Font.BOLD, 14));
        FontMetrics metrics = graphics.getFontMetrics();
        int top = atTop ? 0 : height - lines.size() * metrics.getHeight();
        for (String line : lines) {
            graphics.setColor(atTop ? Color.WHITE : Color.BLACK);
            graphics.fillRect(0, top, Math.min(width, metrics.stringWidth(line) + 2 * MARGIN), metrics.getHeight());
            graphics.setColor(atTop ? Color.BLACK : Color.WHITE);
            graphics.drawString(line, MARGIN, top + metrics.getAscent());
            top += metrics.getHeight();
        }
    }
}
