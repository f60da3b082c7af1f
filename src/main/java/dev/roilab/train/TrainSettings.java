package dev.roilab.train;

import dev.roilab.nn.Schedule;

/**
 * The {@code train} block of a study.
 *
 * @param steps mini-batches
 * @param images a mini-batch: N of hierarchical sampling, Fast R-CNN section 2.3
 * @param rois regions a mini-batch, over all its images: R of hierarchical sampling
 * @param foreground the part of the regions taken from objects, at most
 * @param foregroundIou a region with at least this overlap with an object is foreground
 * @param backgroundIou a region whose largest overlap lies in this band is background
 * @param flip whether half of the images, at random, are mirrored
 * @param precision of the arithmetic
 * @param rate learning rate that {@code schedule} scales
 * @param momentum of SGD
 * @param decay weight decay, not applied to biases and normalisation
 */
public record TrainSettings(
        int steps,
        int images,
        int rois,
        double foreground,
        double foregroundIou,
        Band backgroundIou,
        boolean flip,
        Precision precision,
        double rate,
        double momentum,
        double decay,
        Schedule schedule) {
    public TrainSettings {
        requirePositive("steps", steps);
        requirePositive("images", images);
        requirePositive("rois", rois);
        if (rois % images != 0) {
            throw new IllegalArgumentException(
                    "rois must be a multiple of images, got rois %d and images %d".formatted(rois, images));
        }
        if (!(foreground > 0 && foreground < 1)) {
            throw new IllegalArgumentException("foreground must be in (0, 1), got " + foreground);
        }
        if (!(foregroundIou > 0 && foregroundIou <= 1)) {
            throw new IllegalArgumentException("foreground_iou must be in (0, 1], got " + foregroundIou);
        }
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("rate must be > 0, got " + rate);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), got " + momentum);
        }
        if (!(decay >= 0) || Double.isInfinite(decay)) {
            throw new IllegalArgumentException("decay must be >= 0, got " + decay);
        }
    }

    /** Arithmetic of the layers; statistics, losses and weights stay in 32 bits. */
    public enum Precision {
        F32,
        TF32,
        BF16
    }

    /** An interval of overlaps: {@code from <= iou < to}. */
    public record Band(double from, double to) {
        public Band {
            if (!(from >= 0 && from < to && to <= 1)) {
                throw new IllegalArgumentException(
                        "a band needs 0 <= from < to <= 1, got %s to %s".formatted(from, to));
            }
        }
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " must be >= 1, got " + value);
        }
    }
}
