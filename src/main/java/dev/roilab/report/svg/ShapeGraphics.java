package dev.roilab.report.svg;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import org.jspecify.annotations.Nullable;

/** Java 2D reduced to drawing and filling shapes; pictures and modes that no chart uses are refused. */
abstract class ShapeGraphics extends Graphics2D {
    @Override
    public void drawLine(int x1, int y1, int x2, int y2) {
        draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void fillRect(int x, int y, int width, int height) {
        fill(new Rectangle(x, y, width, height));
    }

    @Override
    public void drawRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        draw(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
    }

    @Override
    public void fillRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        fill(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
    }

    @Override
    public void drawOval(int x, int y, int width, int height) {
        draw(new Ellipse2D.Double(x, y, width, height));
    }

    @Override
    public void fillOval(int x, int y, int width, int height) {
        fill(new Ellipse2D.Double(x, y, width, height));
    }

    @Override
    public void drawArc(int x, int y, int width, int height, int start, int extent) {
        draw(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.OPEN));
    }

    @Override
    public void fillArc(int x, int y, int width, int height, int start, int extent) {
        fill(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.PIE));
    }

    @Override
    public void drawPolyline(int[] x, int[] y, int count) {
        draw(path(x, y, count, false));
    }

    @Override
    public void drawPolygon(int[] x, int[] y, int count) {
        draw(path(x, y, count, true));
    }

    @Override
    public void fillPolygon(int[] x, int[] y, int count) {
        fill(path(x, y, count, true));
    }

    private static Path2D path(int[] x, int[] y, int count, boolean closed) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (int i = 0; i < count; i++) {
            if (i == 0) {
                path.moveTo(x[i], y[i]);
            } else {
                path.lineTo(x[i], y[i]);
            }
        }
        if (closed && count > 0) {
            path.closePath();
        }
        return path;
    }

    @Override
    public boolean drawImage(Image image, int x, int y, @Nullable ImageObserver observer) {
        throw refused("a picture");
    }

    @Override
    public boolean drawImage(Image image, int x, int y, int width, int height, @Nullable ImageObserver observer) {
        throw refused("a picture");
    }

    @Override
    public boolean drawImage(Image image, int x, int y, Color background, @Nullable ImageObserver observer) {
        throw refused("a picture");
    }

    @Override
    public boolean drawImage(Image image, AffineTransform transform, @Nullable ImageObserver observer) {
        throw refused("a picture");
    }

    @Override
    public void drawImage(BufferedImage image, BufferedImageOp operation, int x, int y) {
        throw refused("a picture");
    }

    @Override
    public void drawRenderedImage(RenderedImage image, AffineTransform transform) {
        throw refused("a picture");
    }

    @Override
    public void drawRenderableImage(RenderableImage image, AffineTransform transform) {
        throw refused("a picture");
    }

    @Override
    public void copyArea(int x, int y, int width, int height, int right, int down) {
        throw refused("a copy of what is drawn");
    }

    @Override
    public void setXORMode(Color color) {
        throw refused("the mode XOR");
    }

    @Override
    @SuppressWarnings("TooManyParameters") // as Java 2D has it
    public boolean drawImage(
            Image image, int x, int y, int width, int height, Color background, @Nullable ImageObserver observer) {
        throw refused("a picture");
    }

    @Override
    @SuppressWarnings("TooManyParameters") // as Java 2D has it
    public boolean drawImage(
            Image image,
            int left,
            int top,
            int right,
            int bottom,
            int sourceLeft,
            int sourceTop,
            int sourceRight,
            int sourceBottom,
            @Nullable ImageObserver observer) {
        throw refused("a picture");
    }

    @Override
    @SuppressWarnings("TooManyParameters") // as Java 2D has it
    public boolean drawImage(
            Image image,
            int left,
            int top,
            int right,
            int bottom,
            int sourceLeft,
            int sourceTop,
            int sourceRight,
            int sourceBottom,
            Color background,
            @Nullable ImageObserver observer) {
        throw refused("a picture");
    }

    @Override
    public void setPaintMode() {
        // The only mode there is.
    }

    @Override
    public void setComposite(Composite composite) {
        // Charts set the usual one, source over destination, which is how SVG paints.
    }

    @Override
    public Composite getComposite() {
        return AlphaComposite.SrcOver;
    }

    static UnsupportedOperationException refused(String what) {
        return new UnsupportedOperationException("an SVG chart cannot hold " + what);
    }
}
