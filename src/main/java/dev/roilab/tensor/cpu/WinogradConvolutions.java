package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine.ParameterGradients;
import dev.roilab.tensor.Padding;
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
    private static final int KERNEL = 3;

    /** The transforms cost by channel, the products save by channel times channel. */
    private static final int FEWEST_CHANNELS = 32;

    /** Channels times tiles; below, what is saved is less than what the kernels' points and short parts cost. */
    private static final int LEAST_WORK = 4096;

    /** In bf16 the direct products take half the time, and the maps have to be converted to 32 bits and back. */
    private static final int FEWEST_CHANNELS_OF_HALVES = 128;

    private static final int FEWEST_TILES_OF_HALVES = 200;

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
    private final WinogradWeights weights;
    private final WinogradCrew together;
    private final List<WinogradCrew> alone = new ArrayList<>();

    WinogradConvolutions(OneDnn oneDnn, TensorMemory memory, Casts casts, Workers workers) {
        this.memory = memory;
        this.casts = casts;
        this.workers = workers;
        this.columnSums = new ColumnSums(workers);
        this.together = WinogradCrew.together(workers);
        this.weights = new WinogradWeights(oneDnn, memory, together);
    }

    /** Whether this is a convolution for here, and faster so than directly. */
    static boolean suits(ConvolutionKey key) {
        Convolution convolution = key.convolution();
        Shape weights = key.weights();
        boolean dense = weights.size(2) == KERNEL
                && weights.size(3) == KERNEL
                && Math.max(convolution.strideY(), convolution.strideX()) == 1
                && Math.max(convolution.dilationY(), convolution.dilationX()) == 1
                && convolution.groups() == 1;
        return dense && mirrored(convolution.padding()) != null && isWorthwhile(key);
    }

    private static boolean isWorthwhile(ConvolutionKey key) {
        int channels = Math.min(key.weights().size(0), key.weights().size(1));
        long tiles = WinogradGrids.tiles(key.output());
        return key.precision() == Precision.BF16
                ? channels >= FEWEST_CHANNELS_OF_HALVES && tiles >= FEWEST_TILES_OF_HALVES
                : channels >= FEWEST_CHANNELS && channels * tiles >= LEAST_WORK;
    }

    /** The padding of the convolution that is the gradient of one with this padding; null if there is none. */
    private static @Nullable Padding mirrored(Padding padding) {
        int most = KERNEL - 1;
        int top = most - padding.top();
        int left = most - padding.left();
        int bottom = most - padding.bottom();
        int right = most - padding.right();
        return Math.min(Math.min(top, left), Math.min(bottom, right)) < 0
                ? null
                : new Padding(top, left, bottom, right);
    }

    CpuTensor forward(ConvolutionKey key, CpuTensor input, CpuTensor kernels, @Nullable CpuTensor bias) {
        MemorySegment points = weights.points(kernels, WinogradTransform.KERNEL);
        CpuTensor output = memory.allocate(key.output());
        try (var source = casts.in(Precision.F32, input)) {
            WinogradGrids grids =
                    WinogradGrids.of(source.tensor(), output, key.convolution().padding());
            convolve(grids, points, finish(bias, key.activation()));
        }
        return casts.into(key.precision(), output);
    }

    CpuTensor inputGradient(ConvolutionKey key, CpuTensor outputGradient, CpuTensor kernels) {
        Padding padding = Objects.requireNonNull(mirrored(key.convolution().padding()), "a key that does not suit");
        MemorySegment points = weights.points(kernels, WinogradTransform.REVERSED_KERNEL);
        CpuTensor gradient = memory.allocate(key.input());
        try (var upstream = casts.in(Precision.F32, outputGradient)) {
            convolve(WinogradGrids.of(upstream.tensor(), gradient, padding), points, Finish.NONE);
        }
        return casts.into(key.precision(), gradient);
    }

    private void convolve(WinogradGrids grids, MemorySegment kernels, Finish finish) {
        boolean own = kernels.byteSize() <= OWN_WEIGHTS_BYTES;
        // Large weights are read once a part, so that parts grow with them.
        long bytes = own ? OWN_PART_BYTES : Math.max(SHARED_PART_BYTES, kernels.byteSize());
        var parts = new Parts(grids, grids.stripsWithin(bytes));
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

    private WinogradSeats seats(boolean own, Parts parts) {
        if (!own) {
            return new WinogradSeats(memory, null, List.of(together), parts.grids(), parts.mostTiles());
        }
        while (alone.size() < workers.threads()) {
            alone.add(WinogradCrew.alone());
        }
        return new WinogradSeats(memory, workers, alone, parts.grids(), parts.mostTiles());
    }

    /** The maps, in parts of so many strips. */
    private record Parts(WinogradGrids grids, int strips) {
        int count() {
            return Math.ceilDiv(grids.blocks().strips(), strips);
        }

        int mostTiles() {
            return strips * grids.blocks().stripTiles();
        }

        private int strips(int part) {
            return Math.min(strips, grids.blocks().strips() - part * strips);
        }

        WinogradTiles windows(int part, Seat seat) {
            return grids.windows(part * strips, strips(part), seat.windowPoints());
        }

        WinogradTiles blocks(int part, Seat seat) {
            return grids.blocks(part * strips, strips(part), seat.blockPoints());
        }
    }

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
            if (bias != null) {
                columnSums.into(bias.memory(), upstream.tensor());
            }
        }
        return new ParameterGradients(gradient, bias);
    }

    private void weightsGradient(WinogradGrids grids, CpuTensor gradient) {
        long bytes = WinogradProduct.bytes((long) grids.channelsIn() * grids.channelsOut());
        int sums = bytes <= OWN_WEIGHTS_BYTES ? sums(grids) : 1;
        boolean own = sums > 1;
        var parts = new Parts(grids, grids.stripsWithin(own ? OWN_PART_BYTES : Math.max(SHARED_PART_BYTES, bytes)));
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

    /** A power of two, for threads come in such numbers. */
    private static int sums(WinogradGrids grids) {
        int most = grids.tiles() / (TILES_A_SUM * Math.max(grids.channelsIn(), grids.channelsOut()));
        return Integer.highestOneBit(Math.clamp(most, 1, MOST_SUMS));
    }

    private static void multiplyTransposed(Parts parts, int part, Seat seat, boolean accumulate, MemorySegment result) {
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

    private static Finish finish(@Nullable CpuTensor bias, Activation activation) {
        float[] added = bias == null ? new float[0] : bias.memory().toArray(ValueLayout.JAVA_FLOAT);
        return (line, length) -> {
            for (int start = 0; added.length > 0 && start < length; start += added.length) {
                add(added, line, start);
            }
            if (activation == Activation.RELU) {
                clip(line, length);
            }
        };
    }

    private static void add(float[] added, float[] line, int start) {
        for (int channel = 0; channel < added.length; channel++) {
            line[start + channel] += added[channel];
        }
    }

    private static void clip(float[] line, int length) {
        for (int i = 0; i < length; i++) {
            line[i] = Math.max(line[i], 0);
        }
    }

    @Override
    public void close() {
        together.close();
        alone.forEach(WinogradCrew::close);
    }
}
