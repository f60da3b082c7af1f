package dev.roilab.report.svg;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.Locale;

/** Shapes, colours and strokes as SVG attributes (W3C, Scalable Vector Graphics 1.1). */
final class SvgPaths {
    /** A hundredth of a unit of layout cannot be seen. */
    private static final double PRECISION = 100;

    private static final double OPAQUE = 255;

    private SvgPaths() {}

    /** The attribute {@code d} of a path. */
    static String data(Shape shape) {
        StringBuilder data = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            switch (path.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> segment(data, 'M', at, 2);
                case PathIterator.SEG_LINETO -> segment(data, 'L', at, 2);
                case PathIterator.SEG_QUADTO -> segment(data, 'Q', at, 4);
                case PathIterator.SEG_CUBICTO -> segment(data, 'C', at, 6);
                default -> data.append('Z');
            }
        }
        return data.toString();
    }

    /** The rule by which {@code fill} tells inside from outside. */
    static String rule(Shape shape) {
        return shape.getPathIterator(null).getWindingRule() == PathIterator.WIND_EVEN_ODD
                ? " fill-rule=\"evenodd\""
                : "";
    }

    /** @param attribute fill or stroke */
    static String paint(String attribute, Color color) {
        String hex = String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
        String opacity = color.getAlpha() == OPAQUE
                ? ""
                : " " + attribute + "-opacity=\"" + number(color.getAlpha() / OPAQUE) + "\"";
        return " " + attribute + "=\"" + hex + "\"" + opacity;
    }

    static String stroke(BasicStroke stroke) {
        StringBuilder text = new StringBuilder(" stroke-width=\"" + number(stroke.getLineWidth()) + "\"");
        text.append(
                switch (stroke.getEndCap()) {
                    case BasicStroke.CAP_ROUND -> " stroke-linecap=\"round\"";
                    case BasicStroke.CAP_SQUARE -> " stroke-linecap=\"square\"";
                    default -> "";
                });
        text.append(
                switch (stroke.getLineJoin()) {
                    case BasicStroke.JOIN_ROUND -> " stroke-linejoin=\"round\"";
                    case BasicStroke.JOIN_BEVEL -> " stroke-linejoin=\"bevel\"";
                    default -> "";
                });
        float[] dashes = stroke.getDashArray();
        if (dashes != null) {
            text.append(" stroke-dasharray=\"");
            for (int i = 0; i < dashes.length; i++) {
                text.append(i == 0 ? "" : " ").append(number(dashes[i]));
            }
            text.append('"');
        }
        return text.toString();
    }

    /** Few digits, the same on every machine. */
    static String number(double value) {
        double rounded = Math.round(PRECISION * value) / PRECISION;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static void segment(StringBuilder data, char command, double[] at, int count) {
        data.append(command);
        for (int i = 0; i < count; i++) {
            data.append(i == 0 ? "" : " ").append(number(at[i]));
        }
    }
}
