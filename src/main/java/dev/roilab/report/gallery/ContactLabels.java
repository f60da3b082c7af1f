package dev.roilab.report.gallery;

import dev.roilab.claim.Numbers;
import dev.roilab.report.plot.PlotTheme;
import dev.roilab.task.Mark;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scores beside the rectangles of one picture, the surest first. Where every place at one is taken the score is
 * left out: two on top of each other tell nothing, and the rectangle keeps its colour.
 *
 * @param classes by label
 * @param width of the picture, in pixels of the sheet
 * @param height of the picture, in pixels of the sheet
 */
record ContactLabels(List<String> classes, int width, int height) {
    /** Black is left to what is true, and yellow cannot be seen. */
    private static final int COLORS = 6;

    private static final int MARGIN = 4;

    static Color color(int label) {
        return PlotTheme.color(Math.floorMod(label, COLORS));
    }

    static Color color(Mark.Rectangle mark) {
        return color(mark.label().orElse(0));
    }

    /** Whether a colour alone says the class, so that a legend does and the labels need not. */
    static boolean colorsSuffice(List<String> classes) {
        return classes.size() <= COLORS;
    }

    /** @param surestFirst of a picture that is drawn at {@code scale} */
    void draw(Graphics2D graphics, List<Mark.Rectangle> surestFirst, double scale) {
        graphics.setFont(PlotTheme.font(Font.BOLD, 14));
        FontMetrics metrics = graphics.getFontMetrics();
        places(metrics, surestFirst, scale).forEach((mark, place) -> {
            Color background = color(mark);
            graphics.setColor(background);
            graphics.fill(place);
            graphics.setColor(PlotTheme.isDark(background) ? Color.WHITE : Color.BLACK);
            graphics.drawString(text(mark), (float) place.getX() + MARGIN, (float) place.getY() + metrics.getAscent());
        });
    }

    /** Where the labels stand; none touches another, and a mark without words or a free place is left out. */
    Map<Mark.Rectangle, Rectangle2D> places(FontMetrics metrics, List<Mark.Rectangle> surestFirst, double scale) {
        Map<Mark.Rectangle, Rectangle2D> places = new LinkedHashMap<>();
        for (Mark.Rectangle mark : surestFirst) {
            String text = text(mark);
            if (!text.isEmpty()) {
                int wide = metrics.stringWidth(text) + 2 * MARGIN;
                free(mark, scale, wide, metrics.getHeight(), places.values())
                        .ifPresent(place -> places.put(mark, place));
            }
        }
        return places;
    }

    private String text(Mark.Rectangle mark) {
        String score = mark.score().map(value -> Numbers.fixed(value, 2)).orElse("");
        if (colorsSuffice(classes) || mark.label().isEmpty()) {
            return score;
        }
        int label = mark.label().get();
        boolean known = label >= 0 && label < classes.size();
        return ((known ? classes.get(label) : "class " + label) + " " + score).strip();
    }

    /** Above the rectangle, else below it, else inside; at its left end, else at its right. */
    private Optional<Rectangle2D> free(
            Mark.Rectangle mark, double scale, int wide, int high, Collection<Rectangle2D> taken) {
        double x1 = scale * mark.x1();
        double y1 = scale * mark.y1();
        double x2 = scale * mark.x2();
        double y2 = scale * mark.y2();
        for (double top : new double[] {y1 - high, y2, y1, y2 - high}) {
            for (double left : new double[] {x1, x2 - wide}) {
                Rectangle2D place =
                        new Rectangle2D.Double(Math.clamp(left, 0, Math.max(0, width - wide)), top, wide, high);
                if (top >= 0 && top + high <= height && taken.stream().noneMatch(place::intersects)) {
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }
}
