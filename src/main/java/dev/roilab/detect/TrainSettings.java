package dev.roilab.detect;

import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Precision;
import dev.roilab.train.SoftmaxTraining;
import dev.roilab.yaml.Range;
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
        @Range(min = 1) int steps,
        @Range(min = 1) int images,
        @Range(min = 1) int rois,
        @Range(above = 0, below = 1) double foreground,
        @Range(above = 0, max = 1) double foregroundIou,
        Band backgroundIou,
        boolean flip,
        Precision precision,
        @Range(above = 0) double rate,
        @Range(above = 0) Optional<Double> biasRate,
        @Range(min = 0, below = 1) double momentum,
        @Range(min = 0) double decay,
        Schedule schedule,
        @Range(min = 16) Optional<List<Integer>> scales,
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
        List<String> problems = Ranges.problems(
                TrainSettings.class,
                steps,
                images,
                rois,
                foreground,
                foregroundIou,
                backgroundIou,
                flip,
                precision,
                rate,
                biasRate,
                momentum,
                decay,
                schedule,
                scales,
                tasks);
        if (images >= 1 && rois % images != 0) {
            problems.add("rois must be a multiple of images, got rois %d and images %d".formatted(rois, images));
        }
        if (scales.isPresent() && scales.get().isEmpty()) {
            problems.add("scales must name at least one side");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
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

    /** The part of the block that the training of a classifier heeds. */
    public SoftmaxTraining.Recipe classifier() {
        return new SoftmaxTraining.Recipe(steps, rate, biasRate.orElse(1.0), momentum, decay, schedule);
    }

    /** Fast R-CNN (arXiv:1504.08083), section 5.1. */
    public enum Tasks {
        /** One training with both losses. */
        JOINT,
        /** A training without the box loss, then one of the box regressor alone, as long. */
        STAGE_WISE
    }

    /** An interval of overlaps: {@code from <= iou < to}. */
    public record Band(
            @Range(min = 0, max = 1) double from,
            @Range(min = 0, max = 1) double to) {
        public Band {
            Ranges.require(Band.class, from, to);
            if (from >= to) {
                throw new IllegalArgumentException(
                        "a band needs 0 <= from < to <= 1, got %s to %s".formatted(from, to));
            }
        }
    }
}
