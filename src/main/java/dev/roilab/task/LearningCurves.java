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

    private LearningCurves() {}

    /** Of a task; empty where it has no measure to look at first. */
    public static List<CurveInfo> of(Task<?, ?> task) {
        return measure(task)
                .map(measure -> List.of(info(TEST, "test", measure), info(TRAINING, "training", measure)))
                .orElse(List.of());
    }

    /** What they show. */
    public static Optional<MeasureInfo> measure(Task<?, ?> task) {
        return task.measures().stream()
                .filter(measure -> measure.prominence() == Prominence.HEADLINE)
                .findFirst();
    }

    private static CurveInfo info(String name, String split, MeasureInfo measure) {
        return new CurveInfo(
                name,
                Optional.empty(),
                "%s of %s pictures along the training".formatted(measure.heading(), split),
                "%s pictures".formatted(split),
                new Axis("steps", MeasureUnit.COUNT),
                new Axis(measure.noun(), measure.unit()),
                "on the first pictures of the %s split, as many as train.learning_curve says".formatted(split));
    }
}
