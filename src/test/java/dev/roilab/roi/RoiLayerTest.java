package dev.roilab.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.TestEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RoiLayerTest {
    private static RoiLayer align(int size, Optional<Integer> ratio, Optional<Boolean> aligned) {
        return new RoiLayer.RoiAlign(size, ratio, aligned, Optional.empty());
    }

    private static RoiLayer warp(int size, Optional<Integer> ratio) {
        return new RoiLayer.RoiWarp(size, ratio, Optional.empty());
    }

    private static void refused(String key, ThrowingCallable settings) {
        assertThatThrownBy(settings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key + " must ");
    }

    @Test
    void cellsAreThoseOfTheGridOrOfAllLevels() {
        assertThat(new RoiLayer.RoiPool(7).cells()).isEqualTo(49);
        assertThat(warp(3, Optional.empty()).cells()).isEqualTo(9);
        assertThat(align(5, Optional.of(1), Optional.empty()).cells()).isEqualTo(25);
        assertThat(new RoiLayer.Spp(List.of(6, 3, 2, 1)).cells()).isEqualTo(50);
    }

    @Test
    void sizesAreAtLeastOne() {
        refused("output_size", () -> new RoiLayer.RoiPool(0));
        refused("output_size", () -> warp(0, Optional.empty()));
        refused("sampling_ratio", () -> warp(1, Optional.of(0)));
        refused("output_size", () -> align(0, Optional.empty(), Optional.empty()));
        refused("sampling_ratio", () -> align(1, Optional.of(0), Optional.empty()));
        refused("levels", () -> new RoiLayer.Spp(List.of()));
        refused("levels", () -> new RoiLayer.Spp(List.of(2, 0)));
        assertThat(new RoiLayer.Spp(List.of(1)).cells()).isEqualTo(1);
    }

    /** A ramp that rises by 1 a cell: what is read at a point is the point's own place. */
    private static float read(RoiLayer layer, float left, float right) {
        float[] ramp = new float[16];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 8;
        }
        try (Engine engine = TestEngine.create(1)) {
            Tape tape = Tape.inference(engine);
            Tensor regions = engine.tensor(new float[] {0, left, 0, right, 4}, Shape.of(1, 5));
            var features = tape.constant(engine.tensor(ramp, Shape.of(1, 1, 2, 8)));
            return RegionOperator.of(layer, 4)
                    .forward(tape, features, regions)
                    .value()
                    .toFloats()[0];
        }
    }

    @Test
    void regionsAreDividedByTheStrideAndReadAsTheLayerSays() {
        // From 8 to 16 pixels: cells 2 to 4, with its centre at 3, which is 2.5 by the centres of cells.
        assertThat(read(align(1, Optional.of(1), Optional.empty()), 8, 16)).isEqualTo(2.5f);
        assertThat(read(align(1, Optional.of(1), Optional.of(true)), 8, 16)).isEqualTo(2.5f);
        assertThat(read(align(1, Optional.of(1), Optional.of(false)), 8, 16)).isEqualTo(3f);
        assertThat(read(align(1, Optional.empty(), Optional.empty()), 8, 16))
                .as("as many points as cells")
                .isEqualTo(2.5f);
        assertThat(read(new RoiLayer.RoiPool(1), 8, 16))
                .as("the last cell counts")
                .isEqualTo(4f);
        var best = new RoiLayer.RoiAlign(1, Optional.of(2), Optional.empty(), Optional.of(RoiLayer.Aggregation.MAX));
        assertThat(read(best, 8, 16)).as("the right one of two points").isEqualTo(3f);
    }

    private static long bytes(Engine engine, Shape shape) {
        long before = engine.memory().liveBytes();
        Tensor tensor = engine.zeros(shape);
        long bytes = engine.memory().liveBytes() - before;
        tensor.release();
        return bytes;
    }

    /** What lies about until a step ends is what limits its batch. */
    @Test
    void aPyramidLeavesNothingInMemoryButItsOutputAndItsGradient() {
        Shape map = Shape.of(1, 64, 9, 8);
        Shape pyramid = Shape.of(1, 64, 5, 1);
        try (Engine engine = TestEngine.create(1)) {
            RegionOperator operator = RegionOperator.of(new RoiLayer.Spp(List.of(2, 1)), 1);
            Tensor regions = engine.tensor(new float[] {0, 0, 0, 7, 8}, Shape.of(1, 5));
            var features = new Parameter("x", engine.zeros(map), 1, 1);
            long before = engine.memory().liveBytes();
            Tape reading = Tape.inference(engine);
            operator.forward(reading, reading.variable(features), regions);
            assertThat(engine.memory().liveBytes() - before).isEqualTo(bytes(engine, pyramid));

            Tape tape = Tape.recording(engine);
            var output = operator.forward(tape, tape.variable(features), regions);
            var seeds = new LinkedHashMap<Variable, Tensor>();
            seeds.put(output, engine.zeros(pyramid));
            long forward = engine.memory().liveBytes();
            tape.backward(seeds);
            assertThat(engine.memory().liveBytes() - forward).isEqualTo(bytes(engine, map) - bytes(engine, pyramid));
        }
    }
}
