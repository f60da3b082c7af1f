package dev.roilab.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The GPU's region kernels, run on the host, beside those of the cpu engine, which have twins of their own. */
class GpuRegionTest {
    private static final Shape MAP = Shape.of(2, 37, 13, 19);
    private static final RegionGrid GRID = new RegionGrid(3, 4, 0.25);

    @TempDir
    private static @Nullable Path folder;

    private static @Nullable HostLauncher launcher;

    @BeforeAll
    static void compile() {
        assumeTrue(HostLauncher.isPossible(), "skipped: no g++ to compile the GPU's kernels with");
        launcher = HostLauncher.compile(Objects.requireNonNull(folder));
    }

    static Stream<BilinearSampling> samplings() {
        return Stream.of(Edges.values())
                .flatMap(edges -> Stream.of(Aggregation.values())
                        .flatMap(aggregation -> Stream.of(OptionalInt.of(2), OptionalInt.empty())
                                .map(samples -> new BilinearSampling(samples, edges, aggregation))));
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void sampledValuesAndGradientsAreThoseOfTheHostKernels(BilinearSampling sampling) {
        assertClose(sampled(host(), sampling), sampled(kernels(), sampling));
    }

    @Test
    void pooledValuesAndGradientsAreThoseOfTheHostKernels() {
        assertClose(pooled(host()), pooled(kernels()));
    }

    private static Engine host() {
        return TorchEngine.create("cpu", 2, Precision.F32);
    }

    private static Engine kernels() {
        HostLauncher made = Objects.requireNonNull(launcher);
        return TorchEngine.with(memory -> new GpuOperators(memory, made), 2);
    }

    private static List<float[]> sampled(Engine opened, BilinearSampling sampling) {
        try (Engine engine = opened) {
            Tensor regions = engine.tensor(regions(), Shape.of(40, 5));
            Pooled found = engine.regions().roiSample(engine.tensor(random(1, MAP), MAP), regions, GRID, sampling);
            Shape output = found.values().shape();
            Tensor upstream = engine.tensor(random(2, output), output);
            Tensor gradient =
                    engine.regions().roiSampleGradient(upstream, found.switches(), regions, MAP, GRID, sampling);
            return List.of(found.values().toFloats(), gradient.toFloats());
        }
    }

    private static List<float[]> pooled(Engine opened) {
        try (Engine engine = opened) {
            Tensor regions = engine.tensor(regions(), Shape.of(40, 5));
            Pooled found = engine.regions().roiPool(engine.tensor(random(1, MAP), MAP), regions, GRID, true);
            Shape output = found.values().shape();
            Tensor upstream = engine.tensor(random(2, output), output);
            Tensor gradient = engine.regions()
                    .roiPoolGradient(upstream, Objects.requireNonNull(found.switches()), regions, MAP, GRID);
            return List.of(found.values().toFloats(), gradient.toFloats());
        }
    }

    /** Inside, across the border, outside, of no extent, and with exchanged ends. */
    private static float[] regions() {
        var random = new SplittableRandom(3);
        float[] rows = new float[5 * 40];
        for (int region = 0; region < 40; region++) {
            rows[5 * region] = region % 2;
            for (int side = 1; side < 5; side++) {
                rows[5 * region + side] = (float) random.nextDouble(-20, 100);
            }
            if (region % 4 != 0) {
                Arrays.sort(rows, 5 * region + 1, 5 * region + 5);
            }
        }
        Arrays.fill(rows, 6, 10, 8f);
        return rows;
    }

    private static float[] random(long seed, Shape shape) {
        var random = new SplittableRandom(seed);
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static void assertClose(List<float[]> expected, List<float[]> found) {
        for (int part = 0; part < expected.size(); part++) {
            assertThat(found.get(part)).hasSameSizeAs(expected.get(part));
            for (int i = 0; i < expected.get(part).length; i++) {
                assertThat(found.get(part)[i])
                        .as("part %d, number %d", part, i)
                        .isCloseTo(expected.get(part)[i], Offset.offset(1e-4f));
            }
        }
    }
}
