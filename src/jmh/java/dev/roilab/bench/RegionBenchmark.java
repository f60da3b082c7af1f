package dev.roilab.bench;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The region operators at the size of the comparison with the peer, forward with what the gradient needs. */
@SuppressWarnings("NullAway.Init") // JMH prepares before it measures
public class RegionBenchmark extends PreciseBenchmark {
    private static final int REGIONS = 512;
    private static final Shape MAP = Shape.of(1, 256, 38, 50);
    private static final RegionGrid GRID = new RegionGrid(7, 7, 1.0 / 16);
    private static final Shape POOLED = Shape.of(REGIONS, MAP.size(1), GRID.height(), GRID.width());

    /** The operators. */
    public enum Operator {
        POOL("RoIPool"),
        ALIGN("RoIAlign, 2 x 2 points a cell"),
        WARP("RoIWarp, as many points as feature cells");

        private final String title;

        Operator(String title) {
            this.title = title;
        }

        BilinearSampling sampling() {
            return this == WARP
                    ? new BilinearSampling(OptionalInt.empty(), Edges.ROUNDED, Aggregation.MEAN)
                    : new BilinearSampling(OptionalInt.of(2), Edges.HALF_PIXEL, Aggregation.MEAN);
        }
    }

    @Param({"POOL", "ALIGN", "WARP"})
    public Operator operator;

    private BilinearSampling sampling;
    private Tensor features;
    private Tensor regions;
    private Tensor upstream;
    private @Nullable Tensor switches;

    @Override
    void prepare() {
        sampling = operator.sampling();
        features = map(MAP);
        regions = engine().tensor(PeerWorks.regions(REGIONS, 1, 500, 400, 250), Shape.of(REGIONS, 5));
        upstream = map(POOLED);
        switches = operate().switches();
    }

    private Pooled operate() {
        return switch (operator) {
            case POOL -> engine().regions().roiPool(features, regions, GRID, true);
            case ALIGN, WARP -> engine().regions().roiSample(features, regions, GRID, sampling);
        };
    }

    @Benchmark
    public void forward() {
        try (Scope _ = engine().openScope()) {
            operate();
        }
    }

    @Benchmark
    public void gradient() {
        try (Scope _ = engine().openScope()) {
            switch (operator) {
                case POOL ->
                    engine().regions().roiPoolGradient(upstream, Objects.requireNonNull(switches), regions, MAP, GRID);
                case ALIGN, WARP ->
                    engine().regions().roiSampleGradient(upstream, switches, regions, MAP, GRID, sampling);
            }
        }
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        String title = Operator.valueOf(parameter(parameters, "operator")).title;
        String pass = switch (kernel) {
            case "forward" -> "";
            case "gradient" -> ", gradient";
            default -> throw unknown(kernel);
        };
        String size = REGIONS + " regions of " + MAP + " to 7 x 7";
        return Work.bytes(title + pass, size, (double) MAP.elements() + POOLED.elements(), bytes(parameters));
    }
}
