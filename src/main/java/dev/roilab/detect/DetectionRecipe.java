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

    @Override
    DetectionSystem create(SystemParts parts, S model);
}
