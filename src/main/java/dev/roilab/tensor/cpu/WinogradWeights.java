package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.WinogradTiles.Finish;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** Kernels of 3 x 3 cells and their points [36, channels in, channels out]. */
final class WinogradWeights {
    private static final int KERNEL = 3;

    private final OneDnn oneDnn;
    private final TensorMemory memory;
    private final WinogradCrew crew;

    WinogradWeights(OneDnn oneDnn, TensorMemory memory, WinogradCrew crew) {
        this.oneDnn = oneDnn;
        this.memory = memory;
        this.crew = crew;
    }

    /**
     * The points of the kernels of a convolution, kept until the weights change.
     *
     * @param weights [O, I, 3, 3]
     * @return matrices [I, O] of a convolution, [O, I] of its gradient
     */
    MemorySegment points(CpuTensor weights, WinogradTransform transform) {
        PackedWeights known = weights.packed();
        if (known != null && known.isFor(transform)) {
            return known.memory();
        }
        weights.changed();
        return transform == WinogradTransform.REVERSED_KERNEL
                ? cut(weights, weights.shape(), weights.memory(), transform)
                : cutTransposed(weights, transform);
    }

    private MemorySegment cutTransposed(CpuTensor weights, WinogradTransform transform) {
        int outputs = weights.shape().size(0);
        int inputs = weights.shape().size(1);
        Block transposed = memory.acquire(weights.elements() * Float.BYTES);
        try {
            var key = new Transposition(outputs, inputs);
            CachedPrimitive reorder = oneDnn.primitive(key, key::make)
                    .with(DNNL_ARG_FROM, weights.address())
                    .with(DNNL_ARG_TO, transposed.memory().address());
            oneDnn.run(reorder, key);
            return cut(weights, Shape.of(inputs, outputs, KERNEL, KERNEL), transposed.memory(), transform);
        } finally {
            memory.giveBack(transposed);
        }
    }

    /** What fails on the way leaves the weights without points. */
    private MemorySegment cut(CpuTensor weights, Shape shape, MemorySegment cells, WinogradTransform transform) {
        long bytes = WinogradProduct.bytes(weights.elements() / (KERNEL * KERNEL));
        var packed = new PackedWeights(memory, bytes, transform);
        crew.cut(kernels(shape, cells, packed.memory()), transform);
        weights.pack(packed);
        return packed.memory();
    }

    /**
     * The kernels' gradient from that of their points.
     *
     * @param sums matrices [O, I]
     * @param gradient [O, I, 3, 3], written
     */
    void gradient(MemorySegment sums, CpuTensor gradient) {
        crew.join(kernels(gradient.shape(), gradient.memory(), sums), WinogradTransform.KERNEL_GRADIENT, Finish.NONE);
    }

    /** Each kernel is an image of one tile. */
    private static WinogradTiles kernels(Shape shape, MemorySegment weights, MemorySegment points) {
        var grid = new TileGrid(shape, KERNEL, 0, 0, 1, 1, 1);
        return new WinogradTiles(grid, weights, 0, grid.strips(), points);
    }

    /** Kernels [O, 3, 3, I] to [I, 3, 3, O]. */
    private record Transposition(long outputs, long inputs) {
        private static final long CELLS = (long) KERNEL * KERNEL;

        CachedPrimitive make(engine device) {
            long[] sizes = {outputs, CELLS, inputs};
            memory.desc from = OneDnn.descriptor(sizes, new long[] {CELLS * inputs, inputs, 1}, Precision.F32);
            memory.desc to = OneDnn.descriptor(sizes, new long[] {1, outputs, CELLS * outputs}, Precision.F32);
            var settings = new reorder.primitive_desc(device, from, device, to);
            return new CachedPrimitive(device, new reorder(settings), Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to));
        }
    }
}
