package dev.roilab.report;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.style.markers.Marker;

/** An arrow that points up to its place: what goes on beyond it is not drawn. */
final class ArrowUp extends Marker {
    /** Of the head's height: the shaft goes on below it. */
    private static final double SHAFT = 1.7;

    private static final double HALF_SHAFT_WIDTH = 0.12;

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
        double half = size / 2.0;
        double side = HALF_SHAFT_WIDTH * size;
        var arrow = new Path2D.Double();
        arrow.moveTo(x, y);
        arrow.lineTo(x + half, y + size);
        arrow.lineTo(x + side, y + size);
        arrow.lineTo(x + side, y + SHAFT * size);
        arrow.lineTo(x - side, y + SHAFT * size);
        arrow.lineTo(x - side, y + size);
        arrow.lineTo(x - half, y + size);
        arrow.closePath();
        graphics.fill(arrow);
    }
}
