package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole training steps. */
class TorchTrainingTest {
    private static final int PAGE_BYTES = 4096;
    private static final RoiLayer ALIGN = new RoiLayer.RoiAlign(5, Optional.of(2), Optional.empty(), Optional.empty());

    @TempDir
    private Path folder;

    static Stream<RoiLayer> layers() {
        return Stream.of(new RoiLayer.RoiPool(5), ALIGN);
    }

    /** Differences of single roundings grow from step to step; ten times as long they would not stay as small. */
    @ParameterizedTest
    @MethodSource("layers")
    void lossesOfTwentyStepsAreThoseOfTheCpuEngine(RoiLayer layer) throws InterruptedException {
        List<Double> expected = losses("cpu", layer);
        List<Double> found = losses("torch", layer);
        assertThat(expected.getLast()).isLessThan(expected.getFirst());
        for (int step = 0; step < expected.size(); step++) {
            assertThat(found.get(step))
                    .as("step %d", step + 1)
                    .isCloseTo(expected.get(step), within(1e-3 * expected.get(step)));
        }
    }

    private List<Double> losses(String name, RoiLayer layer) throws InterruptedException {
        try (Engine engine = Engines.create(name, "cpu", 2)) {
            return new SmallTraining(engine, layer, folder).losses(20, 0.01);
        }
    }

    @Test
    @Tag("slow")
    void twoThousandStepsLeaveTheMemoryOfTheProcessFlat() throws InterruptedException, IOException {
        try (Engine engine = Engines.create("torch", "cpu", 2)) {
            var training = new SmallTraining(engine, ALIGN, folder);
            training.repeat(500);
            long live = engine.memory().liveBytes();
            long objects = Pointer.totalCount();
            long resident = residentBytes();
            training.repeat(2000);
            assertThat(engine.memory().liveBytes()).isEqualTo(live);
            assertThat(Pointer.totalCount()).as("native objects of Java").isLessThanOrEqualTo(objects);
            // A leak of one activation a step would be a hundred times as much.
            assertThat(residentBytes() - resident)
                    .as("growth, bytes, from %d", resident)
                    .isLessThan(64L << 20);
        }
    }

    private static long residentBytes() throws IOException {
        System.gc();
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * PAGE_BYTES;
    }
}
