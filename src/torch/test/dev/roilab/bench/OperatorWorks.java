package dev.roilab.bench;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** RoIPool and RoIAlign alone, 7 x 7 cells at stride 16; the data are on the device before and after. */
final class OperatorWorks {
    private static final int STRIDE = 16;
    private static final int CELLS = 7;
    private static final RegionGrid GRID = new RegionGrid(CELLS, CELLS, 1.0 / STRIDE);
    private static final BilinearSampling TWO_BY_TWO =
            new BilinearSampling(OptionalInt.of(2), Edges.HALF_PIXEL, Aggregation.MEAN);

    private final Engine engine;
    private final Size size;

    /** A feature map and how many regions are taken from it. */
    record Size(int channels, int height, int width, int regions) {
        /** @param name {@code usual} or {@code large} */
        static Size of(String name, boolean small) {
            return switch (name) {
                case "usual" -> small ? new Size(32, 6, 8, 16) : new Size(256, 38, 50, 512);
                case "large" -> small ? new Size(64, 6, 8, 50) : new Size(512, 38, 63, 2000);
                default -> throw new IllegalArgumentException("unknown size " + name);
            };
        }
    }

    OperatorWorks(Engine engine, Size size) {
        this.engine = engine;
        this.size = size;
    }

    /**
     * One of them.
     *
     * @param operator {@code roi-pool} or {@code roi-align}
     * @param passes {@code forward}, or {@code both} for the gradient too
     */
    Runnable work(String operator, String passes) {
        Shape map = Shape.of(1, size.channels(), size.height(), size.width());
        Tensor features = engine.tensor(Drawn.uniform(Math.toIntExact(map.elements())), map);
        float[] rows = Drawn.regions(size.regions(), 1, STRIDE * size.height(), STRIDE * size.width());
        Tensor regions = engine.tensor(rows, Shape.of(size.regions(), 5));
        Shape pooled = Shape.of(size.regions(), size.channels(), CELLS, CELLS);
        Tensor gradient =
                passes.equals("both") ? engine.tensor(Drawn.uniform(Math.toIntExact(pooled.elements())), pooled) : null;
        return switch (operator) {
            case "roi-align" -> scoped(() -> align(features, regions, gradient));
            case "roi-pool" -> scoped(() -> pool(features, regions, gradient));
            default -> throw new IllegalArgumentException("unknown operator " + operator);
        };
    }

    private void align(Tensor features, Tensor regions, @Nullable Tensor gradient) {
        engine.regions().roiSample(features, regions, GRID, TWO_BY_TWO);
        if (gradient != null) {
            engine.regions().roiSampleGradient(gradient, null, regions, features.shape(), GRID, TWO_BY_TWO);
        }
    }

    private void pool(Tensor features, Tensor regions, @Nullable Tensor gradient) {
        var pooled = engine.regions().roiPool(features, regions, GRID, gradient != null);
        if (gradient != null && pooled.switches() != null) {
            engine.regions().roiPoolGradient(gradient, pooled.switches(), regions, features.shape(), GRID);
        }
    }

    private Runnable scoped(Runnable work) {
        return () -> {
            try (Scope _ = engine.openScope()) {
                work.run();
                engine.synchronize();
            }
        };
    }
}
