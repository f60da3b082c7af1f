package dev.roilab.report.gallery;

import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Mark;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Optional;

/**
 * Masks and key points upon one picture of the contact sheet: what was found filled in the colour of its class, what is
 * true as white lines over it, edged in black, since a picture may be white itself.
 *
 * @param scale pixels of the sheet per pixel that the marks count in
 */
record ContactShapes(Graphics2D graphics, double scale) {
    private static final float FILLED = 0.4f;
    private static final double DISC = 8;
    private static final double RING = 12;

    void draw(GalleryMarks marks) {
        ContactMarks.marks(marks.found(), Mark.Area.class)
                .filter(area -> isSure(area.score()))
                .forEach(this::found);
        ContactMarks.marks(marks.truth(), Mark.Area.class).forEach(this::truth);
        ContactMarks.marks(marks.truth(), Mark.Points.class)
                .forEach(points -> points.places().forEach(place -> outline(circle(place, RING))));
        ContactMarks.marks(marks.found(), Mark.Points.class)
                .filter(points -> isSure(points.score()))
                .forEach(points -> points.places().forEach(place -> disc(place, color(points.label()))));
    }

    private static boolean isSure(Optional<Double> score) {
        return score.orElse(1.0) >= ContactMarks.LOWEST_SCORE;
    }

    private static Color color(Optional<Integer> label) {
        return ContactLabels.color(label.orElse(0));
    }

    private void found(Mark.Area area) {
        Shape shape = shape(area);
        Composite opaque = graphics.getComposite();
        graphics.setComposite(AlphaComposite.SrcOver.derive(FILLED));
        graphics.setColor(color(area.label()));
        graphics.fill(shape);
        graphics.setComposite(opaque);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(shape);
    }

    private void truth(Mark.Area area) {
        outline(shape(area));
    }

    private void outline(Shape shape) {
        graphics.setStroke(new BasicStroke(3.5f));
        graphics.setColor(Color.BLACK);
        graphics.draw(shape);
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.setColor(Color.WHITE);
        graphics.draw(shape);
    }

    private Shape shape(Mark.Area area) {
        var path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (List<Double> border : area.borders()) {
            path.moveTo(scale * border.getFirst(), scale * border.get(1));
            for (int i = 2; i < border.size(); i += 2) {
                path.lineTo(scale * border.get(i), scale * border.get(i + 1));
            }
            path.closePath();
        }
        return path;
    }

    private void disc(List<Double> place, Color color) {
        graphics.setColor(color);
        graphics.fill(circle(place, DISC));
        graphics.setColor(Color.BLACK);
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.draw(circle(place, DISC));
    }

    private Shape circle(List<Double> place, double diameter) {
        return new Ellipse2D.Double(
                scale * place.getFirst() - diameter / 2, scale * place.getLast() - diameter / 2, diameter, diameter);
    }
}
