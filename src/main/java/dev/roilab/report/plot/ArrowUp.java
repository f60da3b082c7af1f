package dev.roilab.report.plot;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.style.markers.Marker;

/** An arrow that points up: what goes on beyond it is not drawn. */
final class ArrowUp extends Marker {
    /** In heights of the head, from the tip to the end of the shaft. */
    private static final double LENGTH = 1.7;

    private static final double HALF_SHAFT_WIDTH = 0.12;

    private final double tip;

    private ArrowUp(double tip) {
        this.tip = tip;
    }

    /** For the edge of a plot. */
    static ArrowUp withTipAtPlace() {
        return new ArrowUp(0);
    }

    /** For a legend. */
    static ArrowUp withMiddleAtPlace() {
        return new ArrowUp(LENGTH / 2);
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
        double half = size / 2.0;
        double side = HALF_SHAFT_WIDTH * size;
        double top = y - tip * size;
        var arrow = new Path2D.Double();
        arrow.moveTo(x, top);
        arrow.lineTo(x + half, top + size);
        arrow.lineTo(x + side, top + size);
        arrow.lineTo(x + side, top + LENGTH * size);
        arrow.lineTo(x - side, top + LENGTH * size);
        arrow.lineTo(x - side, top + size);
        arrow.lineTo(x - half, top + size);
        arrow.closePath();
        graphics.fill(arrow);
    }
}
