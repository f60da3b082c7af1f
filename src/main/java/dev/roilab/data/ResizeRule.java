package dev.roilab.data;

/**
 * The size that images are resized to: the shorter side to a fixed length, unless the longer would pass its limit; then
 * the longer side to that limit. Fast R-CNN (arXiv:1504.08083), section 2.3; fractions are cut off.
 *
 * @param shorterSide wanted, in pixels
 * @param longerSide most, in pixels
 */
public record ResizeRule(int shorterSide, int longerSide) implements Resizing {
    @Override
    public Extent resized(int width, int height) {
        int shorter = Math.min(width, height);
        int longer = Math.max(width, height);
        // Whole numbers throughout: a rounded factor could lose a pixel.
        boolean limited = (long) shorterSide * longer > (long) longerSide * shorter;
        long numerator = limited ? longerSide : shorterSide;
        long denominator = limited ? longer : shorter;
        return new Extent((int) Math.max(1, width * numerator / denominator), (int)
                Math.max(1, height * numerator / denominator));
    }
}
