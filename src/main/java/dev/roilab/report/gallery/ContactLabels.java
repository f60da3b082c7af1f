package dev.roilab.report.gallery;

import dev.roilab.claim.Numbers;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.report.plot.PlotTheme;
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
 * The scores beside the boxes of one picture, the surest first. Where every place at a box is taken the score is left
 * out: two on top of each other tell nothing, and the box keeps its colour.
 *
 * @param classes by label
 * @param width of the picture, in pixels of the sheet
 * @param height of the picture, in pixels of the sheet
 */
record ContactLabels(List<String> classes, int width, int height) {
    /** Black is left to the annotated boxes, and yellow cannot be seen. */
    private static final int COLORS = 6;

    private static final int MARGIN = 4;

    static Color color(int label) {
        return PlotTheme.color(Math.floorMod(label, COLORS));
    }

    /** Whether a colour alone says the class, so that a legend does and the labels need not. */
    static boolean colorsSuffice(List<String> classes) {
        return classes.size() <= COLORS;
    }

    /** @param surestFirst of a picture that is drawn at {@code scale} */
    void draw(Graphics2D graphics, List<Detection> surestFirst, double scale) {
        graphics.setFont(PlotTheme.font(Font.BOLD, 14));
        FontMetrics metrics = graphics.getFontMetrics();
        places(metrics, surestFirst, scale).forEach((detection, place) -> {
            Color background = color(detection.label());
            graphics.setColor(background);
            graphics.fill(place);
            graphics.setColor(PlotTheme.isDark(background) ? Color.WHITE : Color.BLACK);
            graphics.drawString(
                    text(detection), (float) place.getX() + MARGIN, (float) place.getY() + metrics.getAscent());
        });
    }

    /** Where the labels stand; none touches another, and a detection without a free place is left out. */
    Map<Detection, Rectangle2D> places(FontMetrics metrics, List<Detection> surestFirst, double scale) {
        Map<Detection, Rectangle2D> places = new LinkedHashMap<>();
        for (Detection detection : surestFirst) {
            int wide = metrics.stringWidth(text(detection)) + 2 * MARGIN;
            free(detection.box().scale(scale, scale), wide, metrics.getHeight(), places.values())
                    .ifPresent(place -> places.put(detection, place));
        }
        return places;
    }

    private String text(Detection detection) {
        String score = Numbers.fixed(detection.score(), 2);
        if (colorsSuffice(classes)) {
            return score;
        }
        boolean known = detection.label() >= 0 && detection.label() < classes.size();
        return (known ? classes.get(detection.label()) : "class " + detection.label()) + " " + score;
    }

    /** Above the box, else below it, else inside; at its left end, else at its right. */
    private Optional<Rectangle2D> free(Box box, int wide, int high, Collection<Rectangle2D> taken) {
        for (double top : new double[] {box.y1() - high, box.y2(), box.y1(), box.y2() - high}) {
            for (double left : new double[] {box.x1(), box.x2() - wide}) {
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
