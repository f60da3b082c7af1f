package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RoIAlign and RoIWarp on the CPU: forward parallel over regions, gradient parallel over blocks of channels. Within a
 * block, regions add up in their order, so no result depends on the thread count.
 *
 * <p>A maximum's switch is the number of the winning sample within its grid cell, row by row.
 */
final class RoiSampleKernel {
    /** Channels a task of the gradient takes: few enough tasks to share the work of weights, enough to share out. */
    private static final int BLOCK = 64;

    private static final int NONE = -1;

    private final Workers workers;
    private final TensorMemory memory;

    RoiSampleKernel(Workers workers, TensorMemory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    Pooled forward(CpuTensor features, CpuTensor regions, RegionGrid grid, BilinearSampling sampling) {
        Shape map = features.shape();
        Shape shape = Shape.of(regions.shape().size(0), map.size(1), grid.height(), grid.width());
        float[] boxes = FeatureRows.regions(regions.memory(), map);
        float[][] rows = FeatureRows.read(workers, features.memory(), map);
        CpuTensor values = memory.allocate(shape);
        CpuTensor switches = sampling.aggregation() == Aggregation.MAX ? memory.allocate(shape) : null;
        workers.forEach(shape.size(0), r -> {
            var axes = SampleAxis.Both.of(boxes, r, grid, map, sampling);
            region(rows, map, axes, grid, r, values.memory(), switches == null ? null : switches.memory());
        });
        return new Pooled(values, switches);
    }

    private static void region(
            float[][] rows,
            Shape map,
            SampleAxis.Both axes,
            RegionGrid grid,
            int r,
            MemorySegment values,
            @Nullable MemorySegment switches) {
        int channels = map.size(1);
        float[] sum = new float[channels];
        float[] sample = new float[channels];
        int[] winners = new int[channels];
        long at = (long) r * grid.height() * grid.width() * channels * Float.BYTES;
        for (int bin = 0; bin < grid.height() * grid.width(); bin++) {
            int py = bin / grid.width() * axes.y().perCell();
            int px = bin % grid.width() * axes.x().perCell();
            int count = axes.y().perCell() * axes.x().perCell();
            if (switches == null) {
                Arrays.fill(sum, 0);
                for (int s = 0; s < count; s++) {
                    read(
                            rows,
                            map,
                            axes,
                            py + s / axes.x().perCell(),
                            px + s % axes.x().perCell(),
                            1f / count,
                            sum);
                }
            } else {
                Arrays.fill(sum, count == 0 ? 0 : Float.NEGATIVE_INFINITY);
                Arrays.fill(winners, NONE);
                for (int s = 0; s < count; s++) {
                    Arrays.fill(sample, 0);
                    read(
                            rows,
                            map,
                            axes,
                            py + s / axes.x().perCell(),
                            px + s % axes.x().perCell(),
                            1,
                            sample);
                    raise(sum, winners, sample, s);
                }
                MemorySegment.copy(winners, 0, switches, ValueLayout.JAVA_INT, at, channels);
            }
            MemorySegment.copy(sum, 0, values, ValueLayout.JAVA_FLOAT, at, channels);
            at += (long) channels * Float.BYTES;
        }
    }

    /** Adds {@code factor} times the interpolated features at one sample point to {@code sum}. */
    private static void read(
            float[][] rows, Shape map, SampleAxis.Both axes, int sy, int sx, float factor, float[] sum) {
        SampleAxis y = axes.y();
        SampleAxis x = axes.x();
        if (y.low()[sy] < 0 || x.low()[sx] < 0) {
            return;
        }
        int upper = (axes.image() * map.size(2) + y.low()[sy]) * map.size(3);
        int lower = (axes.image() * map.size(2) + y.high()[sy]) * map.size(3);
        float dy = y.weight()[sy];
        float dx = x.weight()[sx];
        interpolate(
                rows[upper + x.low()[sx]],
                rows[upper + x.high()[sx]],
                rows[lower + x.low()[sx]],
                rows[lower + x.high()[sx]],
                new float[] {
                    factor * (1 - dy) * (1 - dx), factor * (1 - dy) * dx, factor * dy * (1 - dx), factor * dy * dx
                },
                sum);
    }

    private static void interpolate(float[] a, float[] b, float[] c, float[] d, float[] weights, float[] sum) {
        float wa = weights[0];
        float wb = weights[1];
        float wc = weights[2];
        float wd = weights[3];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
        }
    }

    private static void raise(float[] best, int[] winners, float[] sample, int number) {
        for (int c = 0; c < best.length; c++) {
            if (sample[c] > best[c]) {
                best[c] = sample[c];
                winners[c] = number;
            }
        }
    }

    CpuTensor gradient(
            CpuTensor outputGradient,
            @Nullable CpuTensor switches,
            CpuTensor regions,
            Shape map,
            RegionGrid grid,
            BilinearSampling sampling) {
        int channels = map.size(1);
        int cells = map.size(0) * map.size(2) * map.size(3);
        float[] boxes = FeatureRows.regions(regions.memory(), map);
        var axes = new SampleAxis.Both[boxes.length / 5];
        workers.forEach(axes.length, r -> axes[r] = SampleAxis.Both.of(boxes, r, grid, map, sampling));
        CpuTensor gradient = memory.allocate(map);
        workers.forEach(Math.ceilDiv(channels, BLOCK), block -> {
            int from = block * BLOCK;
            var scatter = new Scatter(new float[cells][Math.min(BLOCK, channels - from)], map, channels, from);
            for (int r = 0; r < axes.length; r++) {
                scatter.region(axes[r], grid, r, outputGradient.memory(), switches == null ? null : switches.memory());
            }
            FeatureRows.write(scatter.sums(), gradient.memory(), channels, from);
        });
        return gradient;
    }

    /** The gradient of one block of channels. */
    @SuppressWarnings("ArrayRecordComponent") // a task's own accumulator
    private record Scatter(float[][] sums, Shape map, int channels, int from) {

        void region(
                SampleAxis.Both axes, RegionGrid grid, int r, MemorySegment delta, @Nullable MemorySegment switches) {
            int width = sums[0].length;
            float[] row = new float[width];
            float[] masked = new float[width];
            int[] winners = new int[width];
            int bins = grid.height() * grid.width();
            int count = axes.y().perCell() * axes.x().perCell();
            for (int bin = 0; bin < bins; bin++) {
                long at = (((long) r * bins + bin) * channels + from) * Float.BYTES;
                MemorySegment.copy(delta, ValueLayout.JAVA_FLOAT, at, row, 0, width);
                if (switches != null) {
                    MemorySegment.copy(switches, ValueLayout.JAVA_INT, at, winners, 0, width);
                }
                int py = bin / grid.width() * axes.y().perCell();
                int px = bin % grid.width() * axes.x().perCell();
                for (int s = 0; s < count; s++) {
                    int sy = py + s / axes.x().perCell();
                    int sx = px + s % axes.x().perCell();
                    if (switches == null) {
                        write(axes, sy, sx, 1f / count, row);
                    } else {
                        keep(row, winners, s, masked);
                        write(axes, sy, sx, 1, masked);
                    }
                }
            }
        }

        private static void keep(float[] row, int[] winners, int number, float[] masked) {
            for (int c = 0; c < row.length; c++) {
                masked[c] = winners[c] == number ? row[c] : 0;
            }
        }

        private void write(SampleAxis.Both axes, int sy, int sx, float factor, float[] row) {
            SampleAxis y = axes.y();
            SampleAxis x = axes.x();
            if (y.low()[sy] < 0 || x.low()[sx] < 0) {
                return;
            }
            int upper = (axes.image() * map.size(2) + y.low()[sy]) * map.size(3);
            int lower = (axes.image() * map.size(2) + y.high()[sy]) * map.size(3);
            float dy = y.weight()[sy];
            float dx = x.weight()[sx];
            addTo(sums[upper + x.low()[sx]], factor * (1 - dy) * (1 - dx), row);
            addTo(sums[upper + x.high()[sx]], factor * (1 - dy) * dx, row);
            addTo(sums[lower + x.low()[sx]], factor * dy * (1 - dx), row);
            addTo(sums[lower + x.high()[sx]], factor * dy * dx, row);
        }

        private static void addTo(float[] sum, float weight, float[] row) {
            for (int c = 0; c < row.length; c++) {
                sum[c] += weight * row[c];
            }
        }
    }
}
