package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * RoIPool on the CPU: forward parallel over regions, gradient parallel over blocks of channels. Within a block, regions
 * add up in their order, so no result depends on the thread count.
 */
final class RoiPoolKernel {
    /** Channels a task of the gradient takes: one cache line of floats and wide enough for the vector units. */
    private static final int BLOCK = 32;

    private static final int NONE = -1;

    private final Workers workers;
    private final TensorMemory memory;

    RoiPoolKernel(Workers workers, TensorMemory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    Pooled forward(CpuTensor features, CpuTensor regions, RegionGrid grid) {
        Shape map = features.shape();
        Shape shape = Shape.of(regions.shape().size(0), map.size(1), grid.height(), grid.width());
        float[] boxes = FeatureRows.regions(regions.memory(), map);
        float[][] rows = FeatureRows.read(workers, features.memory(), map);
        CpuTensor values = memory.allocate(shape);
        CpuTensor switches = memory.allocate(shape);
        workers.forEach(shape.size(0), r -> region(rows, map, boxes, r, grid, values.memory(), switches.memory()));
        return new Pooled(values, switches);
    }

    @SuppressWarnings("TooManyParameters") // one kernel's operands
    private static void region(
            float[][] rows, Shape map, float[] boxes, int r, RegionGrid grid, MemorySegment values, MemorySegment out) {
        int channels = map.size(1);
        double scale = grid.spatialScale();
        int left = FeatureRows.round(boxes[5 * r + 1] * scale);
        int top = FeatureRows.round(boxes[5 * r + 2] * scale);
        int width = Math.max(FeatureRows.round(boxes[5 * r + 3] * scale) - left + 1, 1);
        int height = Math.max(FeatureRows.round(boxes[5 * r + 4] * scale) - top + 1, 1);
        int firstLine = ((int) boxes[5 * r]) * map.size(2);
        float[] best = new float[channels];
        int[] winners = new int[channels];
        long at = (long) r * grid.height() * grid.width() * channels * Float.BYTES;
        for (int py = 0; py < grid.height(); py++) {
            int y1 = Math.clamp(top + Math.floorDiv(py * height, grid.height()), 0, map.size(2));
            int y2 = Math.clamp(top + Math.ceilDiv((py + 1) * height, grid.height()), 0, map.size(2));
            for (int px = 0; px < grid.width(); px++) {
                int x1 = Math.clamp(left + Math.floorDiv(px * width, grid.width()), 0, map.size(3));
                int x2 = Math.clamp(left + Math.ceilDiv((px + 1) * width, grid.width()), 0, map.size(3));
                boolean empty = y2 <= y1 || x2 <= x1;
                Arrays.fill(best, empty ? 0 : Float.NEGATIVE_INFINITY);
                Arrays.fill(winners, NONE);
                for (int y = y1; y < y2; y++) {
                    for (int x = x1; x < x2; x++) {
                        int cell = (firstLine + y) * map.size(3) + x;
                        raise(best, winners, rows[cell], cell);
                    }
                }
                MemorySegment.copy(best, 0, values, ValueLayout.JAVA_FLOAT, at, channels);
                MemorySegment.copy(winners, 0, out, ValueLayout.JAVA_INT, at, channels);
                at += (long) channels * Float.BYTES;
            }
        }
    }

    private static void raise(float[] best, int[] winners, float[] row, int cell) {
        for (int c = 0; c < row.length; c++) {
            if (row[c] > best[c]) {
                best[c] = row[c];
                winners[c] = cell;
            }
        }
    }

    /** Adds each output's gradient to the cell that won it. */
    CpuTensor gradient(CpuTensor outputGradient, CpuTensor switches, Shape map) {
        int channels = map.size(1);
        int cells = map.size(0) * map.size(2) * map.size(3);
        int bins = (int) (outputGradient.elements() / channels);
        CpuTensor gradient = memory.allocate(map);
        workers.forEach(Math.ceilDiv(channels, BLOCK), block -> {
            int from = block * BLOCK;
            int count = Math.min(BLOCK, channels - from);
            float[][] sums = new float[cells][count];
            float[] delta = new float[count];
            int[] winners = new int[count];
            for (int bin = 0; bin < bins; bin++) {
                long at = ((long) bin * channels + from) * Float.BYTES;
                MemorySegment.copy(outputGradient.memory(), ValueLayout.JAVA_FLOAT, at, delta, 0, count);
                MemorySegment.copy(switches.memory(), ValueLayout.JAVA_INT, at, winners, 0, count);
                for (int c = 0; c < count; c++) {
                    if (winners[c] != NONE) {
                        sums[winners[c]][c] += delta[c];
                    }
                }
            }
            FeatureRows.write(sums, gradient.memory(), channels, from);
        });
        return gradient;
    }
}
