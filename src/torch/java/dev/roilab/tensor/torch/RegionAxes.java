package dev.roilab.tensor.torch;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.RegionCall;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What each region reads of its map, by axis: tables on the device that the region kernels share. A region's two axes
 * are independent, so the tables are small.
 */
final class RegionAxes {
    /** Axes as the kernels number them. */
    private static final int X = 0;

    private static final int Y = 1;

    /** The kernels' PACKED_REGIONS. */
    private static final int PACKED = 4;

    private final TorchMemory memory;
    private final KernelLauncher kernels;
    private final Shape features;
    private final TorchTensor regions;
    private final RegionGrid grid;
    private final int count;

    /**
     * Checks the regions on the host, where their numbers still are.
     *
     * @param features [N, C, H, W]
     * @param regions [R, 5]
     */
    RegionAxes(TorchMemory memory, KernelLauncher kernels, Shape features, TorchTensor regions, RegionGrid grid) {
        this.memory = memory;
        this.kernels = kernels;
        this.features = features;
        this.regions = regions;
        this.grid = grid;
        this.count = regions.shape().size(0);
        new RegionCall(features, MemorySegment.ofArray(regions.hostValues()), count, grid).requireValid();
    }

    /**
     * The cells of each bin by axis.
     *
     * @param rows [R, PH, 2]: first and one past the last
     * @param columns [R, PW, 2]
     */
    record Windows(Tensor rows, Tensor columns) {}

    /**
     * How much each cell counts in the mean over a bin's points.
     *
     * @param ofRows [R, PH, H]
     * @param ofColumns [R, PW, W]
     */
    record Weights(Tensor ofRows, Tensor ofColumns, Windows windows) {}

    /** The windows of RoIPool; inside {@link Native#call}, as all that follows. */
    Windows windows() {
        Tensor rows = ranges(grid.height());
        Tensor columns = ranges(grid.width());
        pool(Y, grid.height(), features.size(2), rows);
        pool(X, grid.width(), features.size(3), columns);
        return new Windows(rows, columns);
    }

    private void pool(int axis, int bins, int cells, Tensor ranges) {
        var arguments = new KernelArguments()
                .with(regions.value())
                .with(count, axis)
                .with(grid.spatialScale())
                .with(bins, cells)
                .with(ranges);
        each("pool_ranges", count * bins, arguments);
    }

    /** The points of RoIAlign and RoIWarp. */
    Weights weights(BilinearSampling sampling) {
        Tensor rows = ranges(grid.height());
        Tensor columns = ranges(grid.width());
        Tensor ofRows = sample(Y, grid.height(), features.size(2), sampling, rows);
        Tensor ofColumns = sample(X, grid.width(), features.size(3), sampling, columns);
        return new Weights(ofRows, ofColumns, new Windows(rows, columns));
    }

    private Tensor sample(int axis, int bins, int cells, BilinearSampling sampling, Tensor ranges) {
        Tensor weights = memory.undefined(Shape.of(count, bins, cells), ScalarType.Float);
        var arguments = new KernelArguments()
                .with(regions.value())
                .with(count, axis)
                .with(grid.spatialScale())
                .with(bins, cells, edges(sampling), samples(sampling))
                .with(weights)
                .with(ranges);
        each("axis_weights", count * bins, arguments);
        return weights;
    }

    /**
     * What a gradient asks: which bins read a cell. A cell has to look through the regions of its row alone.
     *
     * @param lists [N, H, R]: the regions that reach each row of the maps, in their order, as many as its count
     * @param counts [N, H]
     * @param rowBins [R, H, 2]: the first and one past the last bin that reads a row
     * @param columnBins [R, W, 2]
     */
    record Readers(Tensor lists, Tensor counts, Tensor rowBins, Tensor columnBins) {}

    Readers readers(Windows windows) {
        int images = features.size(0);
        int height = features.size(2);
        Tensor rowBins = cellBins(windows.rows(), grid.height(), height);
        Tensor columnBins = cellBins(windows.columns(), grid.width(), features.size(3));
        Tensor lists = memory.undefined(Shape.of(images, height, count), ScalarType.Int);
        Tensor counts = memory.undefined(Shape.of(images, height), ScalarType.Int);
        var arguments = new KernelArguments()
                .with(regions.value())
                .with(count)
                .with(rowBins)
                .with(images * height, height)
                .with(lists)
                .with(counts);
        each("row_regions", images * height, arguments);
        return new Readers(lists, counts, rowBins, columnBins);
    }

    private Tensor cellBins(Tensor ranges, int bins, int cells) {
        Tensor table = memory.undefined(Shape.of(count, cells, 2), ScalarType.Int);
        each(
                "axis_cell_bins",
                Math.multiplyExact(count, cells),
                new KernelArguments().with(ranges).with(count, bins, cells).with(table));
        return table;
    }

    private Tensor ranges(int bins) {
        return memory.undefined(Shape.of(count, bins, 2), ScalarType.Int);
    }

    private void each(String kernel, int tasks, KernelArguments arguments) {
        int threads = KernelLauncher.FEWEST_THREADS;
        kernels.launch(kernel, Math.ceilDiv(tasks, threads), threads, arguments);
    }

    /** The kernels' number for a treatment of a region's coordinates. */
    static int edges(BilinearSampling sampling) {
        return switch (sampling.edges()) {
            case HALF_PIXEL -> 0;
            case UNSHIFTED -> 1;
            case ROUNDED -> 2;
        };
    }

    /** 0 where the number follows from the region's size. */
    static int samples(BilinearSampling sampling) {
        return sampling.samplesPerAxis().orElse(0);
    }

    /** Appends the sizes that every region kernel takes. */
    KernelArguments sizes(KernelArguments arguments) {
        return arguments.with(features.size(1), features.size(2), features.size(3), grid.height(), grid.width());
    }

    /** [R, C, PH, PW]. */
    Shape output() {
        return Shape.of(count, features.size(1), grid.height(), grid.width());
    }

    int regionCount() {
        return count;
    }

    long binCount() {
        return (long) count * grid.height() * grid.width();
    }

    /** Cells of the batch's maps. */
    long cellCount() {
        return (long) features.size(0) * features.size(2) * features.size(3);
    }

    /** Threads of a block that runs over the channels. */
    int threads() {
        return KernelLauncher.threadsOver(features.size(1));
    }

    /** Threads of a block that runs over the channels, several of them a thread where that comes out even. */
    int packedThreads() {
        int channels = features.size(1);
        return KernelLauncher.threadsOver(channels % PACKED == 0 ? channels / PACKED : channels);
    }
}
