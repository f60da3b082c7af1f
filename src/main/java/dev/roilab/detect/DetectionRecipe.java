package dev.roilab.detect;

import dev.roilab.geometry.Detection;
import dev.roilab.task.Task;
import dev.roilab.task.detection.DetectionTask;
import java.util.List;

/**
 * A detector of one paper.
 *
 * @param <S> its {@code model} block
 */
public interface DetectionRecipe<S extends ModelSettings> extends Recipe<S, List<Detection>> {
    @Override
    default Task<?, List<Detection>> task() {
        return DetectionTask.INSTANCE;
    }

    /** Of {@link FixedBoxes}, which every detector puts in the place of its own where it is untrained. */
    @Override
    default String untrained() {
        return FixedBoxes.WORDS;
    }

    @Override
    DetectionSystem create(SystemParts parts, S model);
}
