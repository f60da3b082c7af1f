package dev.roilab.roi;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Spatial pyramid pooling of regions (arXiv:1406.4729), section 2.1: one RoIPool a level, their cells one after the
 * other. The gradient of each level goes to the feature cells that won there; a cell that won in several gets the sum.
 *
 * @param levels bins per side
 * @param spatialScale feature cells per image pixel
 */
record SppOperator(List<Integer> levels, double spatialScale) implements RegionOperator {
    SppOperator {
        levels = List.copyOf(levels);
    }

    /** What the way back needs of one level. */
    private record Level(
            Shape shape, RegionGrid grid, @Nullable Tensor switches) {
        int columns() {
            return shape.size(1) * shape.size(2) * shape.size(3);
        }
    }

    @Override
    public Variable forward(Tape tape, Variable features, Tensor regions) {
        Engine engine = tape.engine();
        List<Level> pooled = new ArrayList<>();
        List<Tensor> rows = new ArrayList<>();
        for (int bins : levels) {
            var grid = new RegionGrid(bins, bins, spatialScale);
            var result = engine.regions().roiPool(features.value(), regions, grid, features.needsGradient());
            pooled.add(new Level(result.values().shape(), grid, result.switches()));
            // Rows of cells, channels innermost, are what levels of different sizes have in common.
            rows.add(engine.shapes().flatten(result.values()));
            result.values().release();
        }
        return tape.record(
                join(engine, rows, features.shape().size(1)),
                List.of(features),
                (gradient, gradients) -> deliver(engine, gradient, pooled, features, regions, gradients));
    }

    private static Tensor join(Engine engine, List<Tensor> rows, int channels) {
        Tensor joined = engine.shapes().concatenate(rows);
        rows.forEach(Tensor::release);
        Shape shape = Shape.of(joined.shape().size(0), channels, joined.shape().size(1) / channels, 1);
        Tensor map = engine.shapes().unflatten(joined, shape);
        joined.release();
        return map;
    }

    private static void deliver(
            Engine engine,
            Tensor gradient,
            List<Level> pooled,
            Variable features,
            Tensor regions,
            Gradients gradients) {
        Tensor rows = engine.shapes().flatten(gradient);
        int first = 0;
        for (Level level : pooled) {
            Tensor part = engine.shapes().part(rows, first, level.columns());
            Tensor upstream = engine.shapes().unflatten(part, level.shape());
            part.release();
            gradients.add(
                    features,
                    () -> engine.regions()
                            .roiPoolGradient(
                                    upstream,
                                    Objects.requireNonNull(level.switches()),
                                    regions,
                                    features.shape(),
                                    level.grid()));
            upstream.release();
            first += level.columns();
        }
        rows.release();
    }
}
