package dev.roilab.task;

import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import java.util.List;
import java.util.Optional;

/**
 * The curves of a task's first measure over the steps of a training, which trials keep that are tested along it: figure
 * 6 of ResNet (arXiv:1512.03385) has both.
 */
public final class LearningCurves {
    /** On test pictures. */
    public static final String TEST = "learning-curve";

    /** On training pictures. */
    public static final String TRAINING = "training-curve";

    /** Before it is known how many there are. */
    private static final String SOME = "pictures of the %s split, as many as train.learning_curve says";

    private LearningCurves() {}

    /** As they are declared, of any number of pictures; empty of a task that has no measure to look at first. */
    public static List<CurveInfo> of(Task<?, ?> task) {
        return measure(task)
                .map(measure -> List.of(info(TEST, "test", measure, SOME), info(TRAINING, "training", measure, SOME)))
                .orElse(List.of());
    }

    /** That on so many test pictures. */
    public static CurveInfo test(MeasureInfo measure, int pictures) {
        return info(TEST, "test", measure, counted(pictures));
    }

    /** That on so many training pictures. */
    public static CurveInfo training(MeasureInfo measure, int pictures) {
        return info(TRAINING, "training", measure, counted(pictures));
    }

    private static String counted(int pictures) {
        return (pictures == 1 ? "picture" : pictures + " pictures") + " of the %s split";
    }

    /** What they show. */
    public static Optional<MeasureInfo> measure(Task<?, ?> task) {
        return task.measures().stream()
                .filter(measure -> measure.prominence() == Prominence.HEADLINE)
                .findFirst();
    }

    private static CurveInfo info(String name, String split, MeasureInfo measure, String pictures) {
        return new CurveInfo(
                name,
                Optional.empty(),
                "%s of %s pictures along the training".formatted(measure.heading(), split),
                "%s pictures".formatted(split),
                new Axis("steps", MeasureUnit.COUNT),
                new Axis(measure.noun(), measure.unit()),
                "on the first %s".formatted(pictures.formatted(split)));
    }
}
