package dev.roilab.eval;

/**
 * The conventions in which evaluators of VOC average precision differ.
 *
 * @param iou overlap from which a detection is right
 */
public record VocOptions(
        double iou, PixelConvention pixels, Overlap overlap, Difficult difficult, Interpolation interpolation) {
    /** What a box's second corner means. */
    public enum PixelConvention {
        /** The last pixel inside, so that a side is {@code x2 - x1 + 1}, as in the VOC devkit. */
        INCLUSIVE(1),
        /** A point in the plane, so that a side is {@code x2 - x1}. */
        CONTINUOUS(0);

        private final double margin;

        PixelConvention(double margin) {
            this.margin = margin;
        }

        double margin() {
            return margin;
        }
    }

    /** Whether an overlap equal to the threshold is enough. */
    public enum Overlap {
        /** IoU >= threshold: VOCdevkit, COCO. */
        AT_LEAST,
        /** IoU > threshold: voc_eval.py. */
        ABOVE;

        boolean passes(double iou, double threshold) {
            return this == AT_LEAST ? iou >= threshold : iou > threshold;
        }
    }

    /** What objects marked as difficult are. */
    public enum Difficult {
        /** Not counted; their detections are neither right nor wrong: the official rule. */
        IGNORED,
        /** Objects as any other. */
        USED
    }

    /** How precision over recall becomes one number. */
    public enum Interpolation {
        /** Mean of the greatest precision at a recall of at least 0, 0.1, ..., 1: VOC 2007. */
        ELEVEN_POINTS,
        /** Area below the falling envelope of the curve: VOC from 2010. */
        AREA
    }

    /** The convention for RoiLab's own data sets: continuous pixels, IoU >= threshold, difficult objects ignored. */
    public static VocOptions continuous(double iou, Interpolation interpolation) {
        return new VocOptions(iou, PixelConvention.CONTINUOUS, Overlap.AT_LEAST, Difficult.IGNORED, interpolation);
    }
}
