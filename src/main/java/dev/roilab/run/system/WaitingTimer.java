package dev.roilab.run.system;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimerCheck;
import dev.roilab.timing.TimerCheck.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Ends a measurement on an engine whose timer would not wait for its work. */
final class WaitingTimer {
    /** Milliseconds of a processor. */
    private static final int SIDE = 512;

    /** Most of a millisecond of a fast GPU. */
    private static final int LARGE_SIDE = 2048;

    private WaitingTimer() {}

    /** @throws IllegalStateException if a timer of this engine misses work */
    static void require(Engine engine) {
        try (Scope _ = engine.openScope()) {
            List<Supplier<Probe>> probes = List.of(() -> product(engine, SIDE), () -> product(engine, LARGE_SIDE));
            TimerCheck.require(new StageTimer(engine::synchronize), probes);
        }
    }

    /** The square of a matrix, of which one row is read back: it waits for the whole. */
    private static Probe product(Engine engine, int side) {
        Tensor matrix = engine.tensor(new float[side * side], Shape.of(side, side));
        Tensor row = engine.tensor(new float[side], Shape.of(1, side));
        List<Tensor> squares = new ArrayList<>();
        return new Probe(
                () -> squares.add(engine.matrices().matmul(matrix, false, matrix, false)),
                () -> engine.matrices()
                        .matmul(row, false, squares.removeLast(), false)
                        .toFloats());
    }
}
