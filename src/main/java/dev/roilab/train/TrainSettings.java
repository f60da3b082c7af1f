package dev.roilab.train;

import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Precision;
import java.util.List;
import java.util.Optional;

/**
 * The {@code train} block of a study.
 *
 * @param steps mini-batches
 * @param images a mini-batch: N of hierarchical sampling, Fast R-CNN section 2.3; as many as {@code rois} is R-CNN's
 *     and SPPnet's own way, whose fine-tuning then draws from all regions of all images
 * @param rois regions a mini-batch, over all its images: R of hierarchical sampling
 * @param foreground the part of the regions taken from objects, at most
 * @param foregroundIou a region with at least this overlap with an object is foreground
 * @param backgroundIou a region whose largest overlap lies in this band is background
 * @param flip whether half of the images, at random, are mirrored
 * @param precision of the layers' arithmetic, in training and in testing
 * @param rate learning rate that {@code schedule} scales
 * @param biasRate learning rate of biases, as a multiple of {@code rate}; absent: 1
 * @param momentum of SGD
 * @param decay weight decay, not applied to biases and normalisation
 * @param scales shorter sides, one of which is drawn for each mini-batch; the data's longer side grows and shrinks with
 *     them; absent: the data's shorter side alone
 * @param tasks whether classifier and box regressor are trained together; absent: joint
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
        Optional<Double> biasRate,
        double momentum,
        double decay,
        Schedule schedule,
        Optional<List<Integer>> scales,
        Optional<Tasks> tasks) {
    /** One scale, both tasks together. */
    public TrainSettings(
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
        this(
                steps,
                images,
                rois,
                foreground,
                foregroundIou,
                backgroundIou,
                flip,
                precision,
                rate,
                Optional.empty(),
                momentum,
                decay,
                schedule,
                Optional.empty(),
                Optional.empty());
    }

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
        biasRate.ifPresent(TrainSettings::requireBiasRate);
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), got " + momentum);
        }
        if (!(decay >= 0) || Double.isInfinite(decay)) {
            throw new IllegalArgumentException("decay must be >= 0, got " + decay);
        }
        scales = scales.map(List::copyOf);
        scales.ifPresent(TrainSettings::requireSides);
    }

    private static void requireBiasRate(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("bias_rate must be > 0, got " + factor);
        }
    }

    private static void requireSides(List<Integer> scales) {
        if (scales.isEmpty() || scales.stream().anyMatch(side -> side < 16)) {
            throw new IllegalArgumentException("scales must name at least one side, each >= 16, got " + scales);
        }
    }

    /** The same for a further training of other length, at a constant rate. */
    public TrainSettings tuning(int furtherSteps, double furtherRate) {
        return new TrainSettings(
                furtherSteps,
                images,
                rois,
                foreground,
                foregroundIou,
                backgroundIou,
                flip,
                precision,
                furtherRate,
                biasRate,
                momentum,
                decay,
                new Schedule.Constant(0),
                scales,
                tasks);
    }

    /** Fast R-CNN (arXiv:1504.08083), section 5.1. */
    public enum Tasks {
        /** One training with both losses. */
        JOINT,
        /** A training without the box loss, then one of the box regressor alone, as long. */
        STAGE_WISE
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
