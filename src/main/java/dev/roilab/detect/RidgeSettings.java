package dev.roilab.detect;

/**
 * The per-class box regressors of R-CNN (arXiv:1311.2524), appendix C.
 *
 * @param iou windows with a larger overlap with an object of the class learn to move to it (0.6; SPPnet: 0.5)
 * @param strength lambda of the ridge penalty (1000)
 * @param norm features are scaled so that this is their mean length (20)
 * @param pairs the most windows a class learns from, spread evenly over all
 */
public record RidgeSettings(double iou, double strength, double norm, int pairs) {
    public RidgeSettings {
        if (!(iou > 0 && iou < 1)) {
            throw new IllegalArgumentException("iou must be in (0, 1), got " + iou);
        }
        if (!(strength > 0) || Double.isInfinite(strength)) {
            throw new IllegalArgumentException("strength must be > 0, got " + strength);
        }
        if (!(norm > 0) || Double.isInfinite(norm)) {
            throw new IllegalArgumentException("norm must be > 0, got " + norm);
        }
        if (pairs < 1) {
            throw new IllegalArgumentException("pairs must be >= 1, got " + pairs);
        }
    }
}
