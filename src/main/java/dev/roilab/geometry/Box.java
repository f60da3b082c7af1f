package dev.roilab.geometry;

/**
 * An axis-aligned box in continuous image pixels: {@code x2} and {@code y2} are exclusive, so that the width is
 * {@code x2 - x1}. Readers of formats with inclusive ends convert at the border.
 */
public record Box(double x1, double y1, double x2, double y2) {
    public double width() {
        return x2 - x1;
    }

    public double height() {
        return y2 - y1;
    }

    /** Zero for a box without extent. */
    public double area() {
        return Math.max(0, width()) * Math.max(0, height());
    }

    public boolean hasExtent() {
        return width() > 0 && height() > 0;
    }

    /** Intersection over union, in [0, 1]; zero where both boxes have no area. */
    public double iou(Box other) {
        double overlapWidth = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        double overlapHeight = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (overlapWidth <= 0 || overlapHeight <= 0) {
            return 0;
        }
        double intersection = overlapWidth * overlapHeight;
        return intersection / (area() + other.area() - intersection);
    }

    /** This box cut to an image of the given size. */
    public Box clip(double imageWidth, double imageHeight) {
        return new Box(
                Math.clamp(x1, 0, imageWidth),
                Math.clamp(y1, 0, imageHeight),
                Math.clamp(x2, 0, imageWidth),
                Math.clamp(y2, 0, imageHeight));
    }

    public Box scale(double horizontally, double vertically) {
        return new Box(x1 * horizontally, y1 * vertically, x2 * horizontally, y2 * vertically);
    }

    /** This box moved to the right and down. */
    public Box translate(double right, double down) {
        return new Box(x1 + right, y1 + down, x2 + right, y2 + down);
    }

    /** The mirror image about the vertical axis of an image of the given width. */
    public Box flip(double imageWidth) {
        return new Box(imageWidth - x2, y1, imageWidth - x1, y2);
    }
}
