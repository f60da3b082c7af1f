package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * RoIAlign (arXiv:1703.06870, section 3) and RoIWarp (arXiv:1512.04412) with the mean of each bin's points, on maps
 * with the channels innermost. The maximum is {@link RoiSampleMaximum}.
 *
 * <p>A bin is a weighted sum of cells ({@link AxisWeights}); the gradient of a cell is a weighted sum of bins, the same
 * weights transposed. Both run the same loop over channels. Forward is divided by regions, the gradient by
 * {@link ChannelBlocks}: deterministic without atomic additions.
 */
final class RoiSampleKernel {
    private RoiSampleKernel() {}

    /**
     * @param features [N, H, W, C]
     * @param values [R, PH, PW, C] of either precision, written
     */
    static void forward(Workers workers, RegionCall call, BilinearSampling sampling, Numbers features, Numbers values) {
        float[][] map = MapRows.load(workers, call.features(), features);
        workers.forEach(call.regionCount(), region -> {
            AxisWeights rows = rowWeights(call, sampling, region);
            AxisWeights columns = columnWeights(call, sampling, region);
            int imageStart = call.image(region) * call.cells();
            float[] sum = new float[call.channels()];
            var sources = new WeightedRows();
            for (int bin = 0; bin < call.bins(); bin++) {
                int row = bin / call.grid().width();
                int column = bin % call.grid().width();
                gather(sources, rows, row, columns, column, new Plane(imageStart, call.width()));
                Arrays.fill(sum, 0);
                sources.addTo(sum, map);
                Bfloats.write(sum, values.memory(), values.precision(), call.outputOffset(region, bin));
            }
        });
    }

    /**
     * @param outputGradient f32 [R, PH, PW, C]
     * @param featureGradient f32 [N, H, W, C], written
     */
    static void gradient(
            Workers workers,
            RegionCall call,
            BilinearSampling sampling,
            MemorySegment outputGradient,
            MemorySegment featureGradient) {
        AxisWeights[] rows = new AxisWeights[call.regionCount()];
        AxisWeights[] columns = new AxisWeights[call.regionCount()];
        workers.forEach(call.regionCount(), region -> {
            rows[region] = rowWeights(call, sampling, region).transposed(call.height());
            columns[region] = columnWeights(call, sampling, region).transposed(call.width());
        });
        var blocks = ChannelBlocks.forThreads(call, workers.threads());
        workers.forEach(blocks.tasks(), task -> {
            int width = blocks.width(task);
            float[][] map = new float[call.cells()][width];
            float[][] gradients = new float[call.bins()][width];
            for (int region : blocks.regions(task)) {
                for (int bin = 0; bin < gradients.length; bin++) {
                    long offset = (call.outputOffset(region, bin) + blocks.first(task)) * Float.BYTES;
                    MemorySegment.copy(outputGradient, ValueLayout.JAVA_FLOAT, offset, gradients[bin], 0, width);
                }
                spread(
                        map,
                        gradients,
                        rows[region],
                        columns[region],
                        new Plane(0, call.grid().width()));
            }
            for (int cell = 0; cell < map.length; cell++) {
                long offset = blocks.mapOffset(task, cell) * Float.BYTES;
                MemorySegment.copy(map[cell], 0, featureGradient, ValueLayout.JAVA_FLOAT, offset, width);
            }
        });
    }

    /** The weights lead from the map's rows and columns to those of the bins. */
    private static void spread(float[][] map, float[][] gradients, AxisWeights rows, AxisWeights columns, Plane bins) {
        var sources = new WeightedRows();
        for (int y = 0; y < rows.rows(); y++) {
            if (rows.start(y) == rows.start(y + 1)) {
                continue;
            }
            for (int x = 0; x < columns.rows(); x++) {
                if (columns.start(x) < columns.start(x + 1)) {
                    gather(sources, rows, y, columns, x, bins);
                    sources.addTo(map[y * columns.rows() + x], gradients);
                }
            }
        }
    }

    /** Where a row and a column lie in a list of rows: {@code start + row * width + column}. */
    private record Plane(int start, int width) {}

    private static void gather(
            WeightedRows sources, AxisWeights rows, int row, AxisWeights columns, int column, Plane plane) {
        sources.clear();
        for (int i = rows.start(row); i < rows.start(row + 1); i++) {
            int rowStart = plane.start() + rows.column(i) * plane.width();
            double rowWeight = rows.weight(i);
            for (int j = columns.start(column); j < columns.start(column + 1); j++) {
                sources.append(rowStart + columns.column(j), rowWeight * columns.weight(j));
            }
        }
    }

    private static AxisWeights rowWeights(RegionCall call, BilinearSampling sampling, int region) {
        int bins = call.grid().height();
        return SampledAxis.of(call.y1(region), call.y2(region), bins, sampling).weights(bins, call.height());
    }

    private static AxisWeights columnWeights(RegionCall call, BilinearSampling sampling, int region) {
        int bins = call.grid().width();
        return SampledAxis.of(call.x1(region), call.x2(region), bins, sampling).weights(bins, call.width());
    }
}
