package dev.roilab.report.svg;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.image.BufferedImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Java 2D whose every shape goes to an {@link SvgCanvas}, in plain colours and basic strokes, which is what charts use.
 */
final class SvgGraphics extends ShapeGraphics {
    private final SvgCanvas canvas;

    /** Measures text; nothing is drawn on it. */
    private final Graphics2D measuring;

    private final RenderingHints hints = new RenderingHints(Map.of());
    private AffineTransform transform = new AffineTransform();
    private Color color = Color.BLACK;
    private Color background = Color.WHITE;
    private BasicStroke stroke = new BasicStroke();
    private @Nullable Shape clip; // in the canvas's own units

    SvgGraphics(SvgCanvas canvas) {
        this.canvas = canvas;
        measuring = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        measuring.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        measuring.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    }

    @Override
    public Graphics create() {
        SvgGraphics copy = new SvgGraphics(canvas);
        copy.transform = new AffineTransform(transform);
        copy.color = color;
        copy.background = background;
        copy.stroke = stroke;
        copy.clip = clip;
        copy.setFont(getFont());
        copy.hints.putAll(hints);
        return copy;
    }

    @Override
    public void dispose() {
        measuring.dispose();
    }

    @Override
    public void draw(Shape shape) {
        canvas.stroke(transform.createTransformedShape(shape), color, stroke, transform, clip);
    }

    @Override
    public void fill(Shape shape) {
        canvas.fill(transform.createTransformedShape(shape), color, clip);
    }

    @Override
    public void drawString(String text, int x, int y) {
        drawString(text, (float) x, (float) y);
    }

    @Override
    public void drawString(String text, float x, float y) {
        drawGlyphVector(getFont().createGlyphVector(getFontRenderContext(), text), x, y);
    }

    @Override
    public void drawString(AttributedCharacterIterator iterator, int x, int y) {
        drawString(iterator, (float) x, (float) y);
    }

    @Override
    public void drawString(AttributedCharacterIterator iterator, float x, float y) {
        fill(new TextLayout(iterator, getFontRenderContext()).getOutline(AffineTransform.getTranslateInstance(x, y)));
    }

    @Override
    public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
        fill(glyphs.getOutline(x, y));
    }

    @Override
    public void clearRect(int x, int y, int width, int height) {
        Color before = color;
        color = background;
        fillRect(x, y, width, height);
        color = before;
    }

    @Override
    public void setPaint(Paint paint) {
        if (paint instanceof Color plain) {
            color = plain;
        } else if (paint != null) {
            throw refused("the paint " + paint.getClass().getSimpleName());
        }
    }

    @Override
    public Paint getPaint() {
        return color;
    }

    @Override
    public Color getColor() {
        return color;
    }

    @Override
    public void setColor(Color plain) {
        setPaint(plain);
    }

    @Override
    public void setBackground(Color plain) {
        background = plain;
    }

    @Override
    public Color getBackground() {
        return background;
    }

    @Override
    public void setStroke(Stroke basic) {
        if (!(basic instanceof BasicStroke plain)) {
            throw refused("the stroke " + basic);
        }
        stroke = plain;
    }

    @Override
    public Stroke getStroke() {
        return stroke;
    }

    @Override
    public Font getFont() {
        return measuring.getFont();
    }

    @Override
    public void setFont(Font font) {
        measuring.setFont(font);
    }

    @Override
    public FontMetrics getFontMetrics(Font font) {
        return measuring.getFontMetrics(font);
    }

    @Override
    public FontRenderContext getFontRenderContext() {
        return measuring.getFontRenderContext();
    }

    @Override
    public void translate(int x, int y) {
        transform.translate(x, y);
    }

    @Override
    public void translate(double x, double y) {
        transform.translate(x, y);
    }

    @Override
    public void rotate(double angle) {
        transform.rotate(angle);
    }

    @Override
    public void rotate(double angle, double x, double y) {
        transform.rotate(angle, x, y);
    }

    @Override
    public void scale(double x, double y) {
        transform.scale(x, y);
    }

    @Override
    public void shear(double x, double y) {
        transform.shear(x, y);
    }

    @Override
    public void transform(AffineTransform more) {
        transform.concatenate(more);
    }

    @Override
    public void setTransform(AffineTransform whole) {
        transform = new AffineTransform(whole);
    }

    @Override
    public AffineTransform getTransform() {
        return new AffineTransform(transform);
    }

    @Override
    public void clip(@Nullable Shape more) {
        if (more == null || clip == null) {
            setClip(more);
            return;
        }
        Area both = new Area(clip);
        both.intersect(new Area(transform.createTransformedShape(more)));
        clip = both;
    }

    @Override
    public void clipRect(int x, int y, int width, int height) {
        clip(new Rectangle(x, y, width, height));
    }

    @Override
    public void setClip(int x, int y, int width, int height) {
        setClip(new Rectangle(x, y, width, height));
    }

    @Override
    public void setClip(@Nullable Shape shape) {
        clip = shape == null ? null : transform.createTransformedShape(shape);
    }

    @Override
    public @Nullable Shape getClip() {
        if (clip == null) {
            return null;
        }
        try {
            return transform.createInverse().createTransformedShape(clip);
        } catch (NoninvertibleTransformException cause) {
            throw new IllegalStateException("nothing can be drawn with the transform " + transform, cause);
        }
    }

    @Override
    public @Nullable Rectangle getClipBounds() {
        Shape shape = getClip();
        return shape == null ? null : shape.getBounds();
    }

    @Override
    public boolean hit(Rectangle area, Shape shape, boolean outline) {
        Shape tested = outline ? stroke.createStrokedShape(shape) : shape;
        return transform.createTransformedShape(tested).intersects(area);
    }

    @Override
    public void setRenderingHint(RenderingHints.Key key, Object value) {
        hints.put(key, value);
    }

    @Override
    public @Nullable Object getRenderingHint(RenderingHints.Key key) {
        return hints.get(key);
    }

    @Override
    public void setRenderingHints(Map<?, ?> all) {
        hints.clear();
        hints.putAll(all);
    }

    @Override
    public void addRenderingHints(Map<?, ?> more) {
        hints.putAll(more);
    }

    @Override
    public RenderingHints getRenderingHints() {
        return hints;
    }

    @Override
    public GraphicsConfiguration getDeviceConfiguration() {
        return measuring.getDeviceConfiguration();
    }
}
