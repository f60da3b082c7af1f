package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.model.yolo.YoloRecipe;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training steps of a YOLO on both engines. */
class YoloTorchTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
    private static final int STEPS = 20;

    @TempDir
    private Path folder;

    @Test
    void lossesOfTwentyStepsAreThoseOfTheCpuEngine() throws InterruptedException {
        List<Double> expected = losses("cpu");
        List<Double> found = losses("torch");
        assertThat(expected).hasSize(STEPS);
        assertThat(expected.getLast()).isLessThan(expected.getFirst());
        for (int step = 0; step < STEPS; step++) {
            assertThat(found.get(step))
                    .as("step %d", step + 1)
                    .isCloseTo(expected.get(step), within(1e-3 * expected.get(step)));
        }
    }

    private List<Double> losses(String name) throws InterruptedException {
        try (Engine engine = Engines.create(name, "cpu", 2)) {
            var parts = new SystemParts(
                    engine,
                    DataSets.load(DATA, Optional.empty()),
                    _ -> List.of(),
                    new ImageScales(DATA, 64),
                    new TrainSettings(STEPS, 4, true, Precision.F32, 0.002, 0.9, 5e-4, new Schedule.Constant(0)),
                    TestSettings.ONE_SCALE,
                    new RandomStreams(3),
                    new StageTimer(),
                    folder,
                    InitialWeights.NONE,
                    false);
            List<Double> losses = new ArrayList<>();
            new YoloRecipe()
                    .create(parts, Models.yolo(new BackboneSettings.Tiny(8, 8, Optional.empty(), 0)))
                    .train((_, _, loss) -> losses.add(loss.total()), Checkpoints.none());
            return losses;
        }
    }
}
