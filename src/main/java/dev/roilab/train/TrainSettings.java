package dev.roilab.train;

import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Precision;
import dev.roilab.yaml.Ranges;
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
        scales = scales.map(List::copyOf);
        new Ranges()
                .atLeast("steps", steps, 1)
                .atLeast("images", images, 1)
                .atLeast("rois", rois, 1)
                .require(
                        images < 1 || rois % images == 0,
                        "rois must be a multiple of images",
                        "rois %d and images %d".formatted(rois, images))
                .require(foreground > 0 && foreground < 1, "foreground must be in (0, 1)", foreground)
                .require(foregroundIou > 0 && foregroundIou <= 1, "foreground_iou must be in (0, 1]", foregroundIou)
                .positive("rate", rate)
                .positive("bias_rate", biasRate.orElse(1.0))
                .require(momentum >= 0 && momentum < 1, "momentum must be in [0, 1)", momentum)
                .notNegative("decay", decay)
                .require(areSides(scales), "scales must name at least one side, each >= 16", scales.orElse(List.of()))
                .throwIfAny();
    }

    private static boolean areSides(Optional<List<Integer>> scales) {
        return scales.isEmpty()
                || (!scales.get().isEmpty() && scales.get().stream().allMatch(side -> side >= 16));
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
}
