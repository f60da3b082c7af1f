package dev.roilab.run.system;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimerCheck;
import java.util.ArrayList;
import java.util.List;

/** Ends a measurement on an engine whose timer would not wait for its work. */
final class WaitingTimer {
    /** Side of the matrices of the check: milliseconds of work, and little to read back. */
    private static final int SIDE = 512;

    private WaitingTimer() {}

    /** @throws IllegalStateException if a timer of this engine misses work */
    static void require(Engine engine) {
        float[] values = new float[SIDE * SIDE];
        try (Scope _ = engine.openScope()) {
            Tensor matrix = engine.tensor(values, Shape.of(SIDE, SIDE));
            List<Tensor> product = new ArrayList<>();
            TimerCheck.require(
                    new StageTimer(engine::synchronize),
                    () -> product.add(engine.matrices().matmul(matrix, false, matrix, false)),
                    () -> product.getLast().toFloats());
        }
    }
}
