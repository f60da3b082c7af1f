package dev.roilab.detect;

/**
 * The per-class linear SVMs of R-CNN (arXiv:1311.2524), section 2.3 and appendix B; values in parentheses are those of
 * its published code.
 *
 * @param cost C of the hinge loss (0.001)
 * @param positiveWeight factor of C for positives (2)
 * @param bias value of the constant feature; a large one leaves the offset almost unregularised (10)
 * @param norm features are scaled so that this is their mean length (20)
 * @param negativeIou windows below this overlap with every object of the class are its negatives (0.3)
 * @param retrain new hard negatives after which a class is trained again (2000)
 */
public record SvmSettings(
        double cost, double positiveWeight, double bias, double norm, double negativeIou, int retrain) {
    public SvmSettings {
        requirePositive("cost", cost);
        requirePositive("positive_weight", positiveWeight);
        requirePositive("bias", bias);
        requirePositive("norm", norm);
        if (!(negativeIou > 0 && negativeIou <= 1)) {
            throw new IllegalArgumentException("negative_iou must be in (0, 1], got " + negativeIou);
        }
        if (retrain < 1) {
            throw new IllegalArgumentException("retrain must be >= 1, got " + retrain);
        }
    }

    private static void requirePositive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(key + " must be > 0, got " + value);
        }
    }
}
