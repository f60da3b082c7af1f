package dev.roilab.report.svg;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what is drawn as the text of one SVG file. */
public final class SvgCanvas {
    private final int width;
    private final int height;
    private final StringBuilder body = new StringBuilder();
    private final Map<String, String> clips = new LinkedHashMap<>();

    private SvgCanvas(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * What a painter draws, on white.
     *
     * @param title for those who cannot see it
     * @return an SVG document, ending with a line break
     */
    public static String draw(int width, int height, String title, Consumer<Graphics2D> painter) {
        SvgCanvas canvas = new SvgCanvas(width, height);
        painter.accept(new SvgGraphics(canvas));
        return canvas.document(title);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** @param clip in the canvas's own units, as is the shape */
    void fill(Shape shape, Color color, @Nullable Shape clip) {
        add("<path" + SvgPaths.paint("fill", color) + SvgPaths.rule(shape), shape, clip);
    }

    void stroke(Shape shape, Color color, BasicStroke stroke, AffineTransform transform, @Nullable Shape clip) {
        double scale = Math.sqrt(Math.abs(transform.getDeterminant()));
        BasicStroke scaled = scale == 1
                ? stroke
                : new BasicStroke(
                        (float) (scale * stroke.getLineWidth()),
                        stroke.getEndCap(),
                        stroke.getLineJoin(),
                        stroke.getMiterLimit(),
                        stroke.getDashArray(),
                        stroke.getDashPhase());
        add("<path fill=\"none\"" + SvgPaths.paint("stroke", color) + SvgPaths.stroke(scaled), shape, clip);
    }

    private void add(String start, Shape shape, @Nullable Shape clip) {
        Rectangle2D bounds = shape.getBounds2D();
        Rectangle2D all = new Rectangle2D.Double(0, 0, width, height);
        if (clip != null && new Area(clip).isEmpty()) {
            return;
        }
        // Outlines have no width here; a straight line's bounds are empty and still it is seen.
        bounds.setRect(bounds.getX() - 1, bounds.getY() - 1, bounds.getWidth() + 2, bounds.getHeight() + 2);
        if (!bounds.intersects(all)) {
            return;
        }
        String reference = clip == null || clip.contains(bounds) ? "" : " clip-path=\"url(#" + clip(clip) + ")\"";
        body.append(start)
                .append(reference)
                .append(" d=\"")
                .append(SvgPaths.data(shape))
                .append("\"/>\n");
    }

    private String clip(Shape clip) {
        return clips.computeIfAbsent(SvgPaths.data(clip), _ -> "c" + (clips.size() + 1));
    }

    private String document(String title) {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 "
                + width + " " + height + "\" width=\"" + width + "\" height=\"" + height + "\">\n");
        svg.append("<title>").append(escape(title)).append("</title>\n");
        if (!clips.isEmpty()) {
            svg.append("<defs>\n");
            clips.forEach((data, name) -> svg.append("<clipPath id=\"")
                    .append(name)
                    .append("\"><path d=\"")
                    .append(data)
                    .append("\"/></clipPath>\n"));
            svg.append("</defs>\n");
        }
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        return svg.append(body).append("</svg>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
