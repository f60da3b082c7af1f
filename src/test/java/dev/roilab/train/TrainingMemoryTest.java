package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.testing.NativeObjects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A long training of a whole Fast R-CNN takes no more native memory than a short one: not a byte more of tensors, not
 * an object more of oneDNN. The size of the process is no measure here: Java's compiler works for thousands of steps
 * and takes tens of megabytes meanwhile.
 */
@ResourceLock(NativeObjects.COUNT)
class TrainingMemoryTest {
    private static final int WARM_UP = 500;
    private static final int STEPS = 3000;

    @TempDir
    private Path folder;

    /**
     * One reading.
     *
     * @param nativeObjects of Java, counted without a collection before: those that wait for one must not pile up
     */
    private record Reading(Engine.MemoryUse tensors, long nativeObjects) {
        static Reading of(Engine engine) {
            return new Reading(engine.memory(), Pointer.totalCount());
        }
    }

    @Test
    @Tag("slow")
    void nativeMemoryStaysFlatOverThreeThousandSteps() throws InterruptedException {
        var layer = new RoiLayer.RoiAlign(5, Optional.of(2), Optional.empty(), Optional.empty());
        List<Reading> readings = new ArrayList<>();
        try (var detector = new SmallDetector(folder, layer, WARM_UP + STEPS, 2, 1, 1)) {
            detector.train((step, _, _) -> {
                if (step == WARM_UP || step == WARM_UP + STEPS) {
                    readings.add(Reading.of(detector.engine()));
                }
            });
        }
        Reading before = readings.getFirst();
        Reading after = readings.getLast();
        assertThat(readings).hasSize(2);
        assertThat(after.tensors()).isEqualTo(before.tensors());
        assertThat(after.nativeObjects()).as("native objects of Java").isLessThanOrEqualTo(before.nativeObjects());
    }
}
