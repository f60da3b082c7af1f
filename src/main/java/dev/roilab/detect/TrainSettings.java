package dev.roilab.detect;

import dev.roilab.nn.Schedule;
import dev.roilab.nn.SgdSettings;
import dev.roilab.tensor.Precision;
import dev.roilab.train.Scheduled;
import dev.roilab.train.SoftmaxTraining;
import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The {@code train} block of a study: what every training has.
 *
 * @param steps mini-batches
 * @param images a mini-batch: N of hierarchical sampling, Fast R-CNN section 2.3; as many as its regions is R-CNN's and
 *     SPPnet's own way, whose fine-tuning then draws from all regions of all images
 * @param flip whether half of the images, at random, are mirrored
 * @param precision of the layers' arithmetic, in training and in testing
 * @param rate learning rate that {@code schedule} scales
 * @param biasRate learning rate of biases, as a multiple of {@code rate}; absent: 1
 * @param momentum of SGD
 * @param decay weight decay, not applied to biases and normalisation
 * @param clipNorm norm of all gradients of a step together above which they are scaled down to it; absent: none is too
 *     large
 * @param scales shorter sides, one of which is drawn for each mini-batch; the data's longer side grows and shrinks with
 *     them; absent: the data's shorter side alone
 * @param learningCurve tests along the training; absent: it is tested at its end alone
 */
public record TrainSettings(
        @Range(min = 1) int steps,
        @Range(min = 1) int images,
        boolean flip,
        Precision precision,
        @Range(above = 0) double rate,
        @Range(above = 0) Optional<Double> biasRate,
        @Range(min = 0, below = 1) double momentum,
        @Range(min = 0) double decay,
        @Range(above = 0) Optional<Double> clipNorm,
        Schedule schedule,
        @Range(min = 16) Optional<List<Integer>> scales,
        Optional<LearningCurveSettings> learningCurve)
        implements Scheduled {
    /** One scale. */
    public TrainSettings(
            int steps,
            int images,
            boolean flip,
            Precision precision,
            double rate,
            double momentum,
            double decay,
            Schedule schedule) {
        this(
                steps,
                images,
                flip,
                precision,
                rate,
                Optional.empty(),
                momentum,
                decay,
                Optional.empty(),
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
                flip,
                precision,
                rate,
                biasRate,
                momentum,
                decay,
                clipNorm,
                schedule,
                scales,
                learningCurve);
        if (scales.isPresent() && scales.get().isEmpty()) {
            problems.add("scales must name at least one side");
        }
        Ranges.throwAny(problems);
    }

    @Override
    public List<Unread> unread() {
        List<Unread> unread = new ArrayList<>(Scheduled.super.unread());
        unread.addAll(Unread.asDefault("bias_rate", biasRate, 1.0));
        return unread;
    }

    /** What is hardly meant of a training split of so many pictures, beside {@link #doubts()}. */
    public List<Doubt> doubts(int pictures) {
        if (images <= pictures) {
            return List.of();
        }
        return List.of(new Doubt(
                "images",
                "mini-batches of %d from a training split of %d: each holds some picture more than once"
                        .formatted(images, pictures)));
    }

    /** The same for a further training of other length, at a constant rate. */
    public TrainSettings tuning(int furtherSteps, double furtherRate) {
        return new TrainSettings(
                furtherSteps,
                images,
                flip,
                precision,
                furtherRate,
                biasRate,
                momentum,
                decay,
                clipNorm,
                new Schedule.Constant(0),
                scales,
                Optional.empty());
    }

    /** The part of the block that the training of a classifier heeds. */
    public SoftmaxTraining.Recipe classifier() {
        return new SoftmaxTraining.Recipe(steps, rate, sgd(), schedule);
    }

    /** How each step is made. */
    public SgdSettings sgd() {
        OptionalDouble most = clipNorm.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
        return new SgdSettings(momentum, decay, biasRate.orElse(1.0), most);
    }
}
