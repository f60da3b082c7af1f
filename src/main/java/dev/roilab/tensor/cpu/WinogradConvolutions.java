package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.WinogradSeats.Seat;
import dev.roilab.tensor.cpu.WinogradTiles.Finish;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dense 3 x 3 convolutions by Winograd's minimal filtering F(4 x 4, 3 x 3): a quarter of the direct multiplications
 * (Lavin and Gray, arXiv:1509.09308). Maps go to points in Java, points are multiplied in oneDNN. What is added, and in
 * which order, depends on the shapes alone.
 *
 * <p>Where the weights' points fit into a core's cache, each thread takes parts of the map from the input to the
 * output; where they do not, all threads share each part, so that the weights are read once.
 */
final class WinogradConvolutions implements AutoCloseable {
    /** The points of weights, and of a part of the maps, that a thread works on alone. */
    private static final long OWN_WEIGHTS_BYTES = 3L << 20;

    private static final long OWN_PART_BYTES = 1L << 20;

    /** The points of a part of the maps that all threads work on; they stay in the cache that all cores share. */
    private static final long SHARED_PART_BYTES = 4L << 20;

    /** Tiles a sum, by channel: a sum costs a pass over the weights' points. */
    private static final int TILES_A_SUM = 4;

    private static final int MOST_SUMS = 8;

    private final TensorMemory memory;
    private final Casts casts;
    private final Workers workers;
    private final ColumnSums columnSums;
    private final NonFinite nonFinite;
    private final WinogradWeights weights;
    private final WinogradCrew together;
    private final List<WinogradCrew> alone = new ArrayList<>();

    WinogradConvolutions(OneDnn oneDnn, TensorMemory memory, Casts casts, Workers workers) {
        this.memory = memory;
        this.casts = casts;
        this.workers = workers;
        this.columnSums = new ColumnSums(workers);
        this.nonFinite = new NonFinite(workers);
        this.together = WinogradCrew.together(workers);
        this.weights = new WinogradWeights(oneDnn, memory, together);
    }

    /** Null where a result is not finite. */
    @Nullable
    CpuTensor forward(ConvolutionKey key, CpuTensor input, CpuTensor kernels, @Nullable CpuTensor bias) {
        MemorySegment points = weights.points(kernels, WinogradTransform.KERNEL);
        CpuTensor output = memory.allocate(key.output());
        var finish = new BiasAndActivation(bias, key.activation());
        try (var source = casts.in(Precision.F32, input)) {
            convolve(WinogradGrids.of(source.tensor(), output, key.convolution().padding()), points, finish);
        }
        return inPrecision(key, output, finish);
    }

    private @Nullable CpuTensor inPrecision(ConvolutionKey key, CpuTensor result, BiasAndActivation finish) {
        if (!finish.sawOnlyFinite()) {
            result.release();
            return null;
        }
        return casts.into(key.precision(), result);
    }

    /** Null where a result is not finite. */
    @Nullable
    CpuTensor inputGradient(ConvolutionKey key, CpuTensor outputGradient, CpuTensor kernels) {
        Padding padding = Objects.requireNonNull(
                WinogradChoice.mirrored(key.convolution().padding()), "a key that does not suit");
        MemorySegment points = weights.points(kernels, WinogradTransform.REVERSED_KERNEL);
        CpuTensor gradient = memory.allocate(key.input());
        var finish = new BiasAndActivation(null, Activation.NONE);
        try (var upstream = casts.in(Precision.F32, outputGradient)) {
            convolve(WinogradGrids.of(upstream.tensor(), gradient, padding), points, finish);
        }
        return inPrecision(key, gradient, finish);
    }

    private void convolve(WinogradGrids grids, MemorySegment kernels, Finish finish) {
        boolean own = kernels.byteSize() <= OWN_WEIGHTS_BYTES;
        // Large weights are read once a part, so that parts grow with them.
        long bytes = own ? OWN_PART_BYTES : Math.max(SHARED_PART_BYTES, kernels.byteSize());
        var parts = new WinogradParts(grids, grids.stripsWithin(bytes));
        try (WinogradSeats seats = seats(own, parts)) {
            seats.forEach(parts.count(), (seat, part) -> {
                WinogradTiles windows = parts.windows(part, seat);
                WinogradTiles blocks = parts.blocks(part, seat);
                seat.crew().cut(windows, WinogradTransform.INPUT);
                var product =
                        new WinogradProduct(windows.tiles(), grids.channelsIn(), grids.channelsOut(), false, false);
                seat.crew().multiply(product, windows.points(), kernels, blocks.points());
                seat.crew().join(blocks, WinogradTransform.OUTPUT, finish);
            });
        }
    }

    private WinogradSeats seats(boolean own, WinogradParts parts) {
        if (!own) {
            return new WinogradSeats(memory, null, List.of(together), parts.grids(), parts.mostTiles());
        }
        while (alone.size() < workers.threads()) {
            alone.add(WinogradCrew.alone());
        }
        return new WinogradSeats(memory, workers, alone, parts.grids(), parts.mostTiles());
    }

    /** Null where a gradient of the weights is not finite. */
    @Nullable
    ParameterGradients parameterGradients(ConvolutionKey key, CpuTensor input, CpuTensor outputGradient) {
        CpuTensor gradient = memory.allocate(key.weights());
        CpuTensor bias = key.bias() ? memory.allocate(Shape.of(key.weights().size(0))) : null;
        try (var source = casts.in(Precision.F32, input);
                var upstream = casts.in(Precision.F32, outputGradient)) {
            weightsGradient(
                    WinogradGrids.of(
                            source.tensor(),
                            upstream.tensor(),
                            key.convolution().padding()),
                    gradient);
            if (nonFinite.count(gradient) > 0) {
                gradient.release();
                if (bias != null) {
                    bias.release();
                }
                return null;
            }
            if (bias != null) {
                columnSums.into(bias.memory(), upstream.tensor());
            }
        }
        return new ParameterGradients(gradient, bias);
    }

    private void weightsGradient(WinogradGrids grids, CpuTensor gradient) {
        long bytes = WinogradProduct.bytes((long) grids.channelsIn() * grids.channelsOut());
        var ownParts = new WinogradParts(grids, grids.stripsWithin(OWN_PART_BYTES));
        int sums = bytes <= OWN_WEIGHTS_BYTES ? sums(ownParts) : 1;
        boolean own = sums > 1;
        var parts = own ? ownParts : new WinogradParts(grids, grids.stripsWithin(Math.max(SHARED_PART_BYTES, bytes)));
        Block points = memory.acquire(sums * bytes);
        try (WinogradSeats seats = seats(own, parts)) {
            seats.forEach(sums, (seat, sum) -> {
                int first = sum * parts.count() / sums;
                int end = (sum + 1) * parts.count() / sums;
                MemorySegment result = points.memory().asSlice(sum * bytes, bytes);
                for (int part = first; part < end; part++) {
                    multiplyTransposed(parts, part, seat, part > first, result);
                }
            });
            addUp(points.memory(), sums, bytes);
            weights.gradient(points.memory(), gradient);
        } finally {
            memory.giveBack(points);
        }
    }

    /** A power of two, for threads come in such numbers; each sum has a part at least. */
    private static int sums(WinogradParts parts) {
        WinogradGrids grids = parts.grids();
        int worthwhile = grids.tiles() / (TILES_A_SUM * Math.max(grids.channelsIn(), grids.channelsOut()));
        return Integer.highestOneBit(Math.clamp(Math.min(worthwhile, parts.count()), 1, MOST_SUMS));
    }

    private static void multiplyTransposed(
            WinogradParts parts, int part, Seat seat, boolean accumulate, MemorySegment result) {
        WinogradTiles windows = parts.windows(part, seat);
        WinogradTiles blocks = parts.blocks(part, seat);
        seat.crew().cut(windows, WinogradTransform.INPUT);
        seat.crew().cut(blocks, WinogradTransform.OUTPUT_GRADIENT);
        var product = new WinogradProduct(
                parts.grids().channelsOut(), windows.tiles(), parts.grids().channelsIn(), true, accumulate);
        seat.crew().multiply(product, blocks.points(), windows.points(), result);
    }

    /** Adds the later of equally long rows to the first, in order. */
    private void addUp(MemorySegment rows, int count, long bytes) {
        if (count == 1) {
            return;
        }
        int length = Math.toIntExact(bytes / WinogradProduct.MATRICES / Float.BYTES);
        workers.forEach(WinogradProduct.MATRICES, matrix -> {
            long start = (long) matrix * length * Float.BYTES;
            float[] sum = new float[length];
            float[] added = new float[length];
            MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, start, sum, 0, length);
            for (int row = 1; row < count; row++) {
                MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, start + row * bytes, added, 0, length);
                for (int i = 0; i < length; i++) {
                    sum[i] += added[i];
                }
            }
            MemorySegment.copy(sum, 0, rows, ValueLayout.JAVA_FLOAT, start, length);
        });
    }

    @Override
    public void close() {
        together.close();
        alone.forEach(WinogradCrew::close);
    }
}
