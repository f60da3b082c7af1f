package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.roilab.tensor.cpu.WinogradTiles.Finish;
import dev.roilab.tensor.cpu.WinogradTiles.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Who works on a part of a Winograd convolution: all threads together, or one of them alone beside the others. */
final class WinogradCrew implements AutoCloseable {
    private final @Nullable Workers workers;
    private final OneDnn oneDnn;
    private final ConcurrentLinkedQueue<Scratch> idle = new ConcurrentLinkedQueue<>();
    private MemorySegment scratchpad = MemorySegment.NULL;

    private WinogradCrew(@Nullable Workers workers, OneDnn oneDnn) {
        this.workers = workers;
        this.oneDnn = oneDnn;
    }

    static WinogradCrew together(Workers workers) {
        return new WinogradCrew(workers, new OneDnn(workers.threads()));
    }

    static WinogradCrew alone() {
        return new WinogradCrew(null, new OneDnn(1));
    }

    void cut(WinogradTiles tiles, WinogradTransform transform) {
        forEachStrip(tiles, strip -> with(scratch -> tiles.cut(strip, transform, scratch)));
    }

    void join(WinogradTiles tiles, WinogradTransform transform, Finish finish) {
        forEachStrip(tiles, strip -> with(scratch -> tiles.join(strip, transform, finish, scratch)));
    }

    private void forEachStrip(WinogradTiles tiles, IntConsumer work) {
        if (workers != null) {
            workers.forEach(tiles.strips(), work);
            return;
        }
        for (int strip = 0; strip < tiles.strips(); strip++) {
            work.accept(strip);
        }
    }

    private void with(Consumer<Scratch> work) {
        Scratch taken = idle.poll();
        Scratch scratch = taken == null ? new Scratch() : taken;
        work.accept(scratch);
        idle.add(scratch);
    }

    void multiply(WinogradProduct product, MemorySegment left, MemorySegment right, MemorySegment result) {
        CachedPrimitive primitive = oneDnn.primitive(product, product::make)
                .with(DNNL_ARG_SRC, left.address())
                .with(DNNL_ARG_WEIGHTS, right.address())
                .with(DNNL_ARG_DST, result.address());
        if (primitive.has(DNNL_ARG_SCRATCHPAD)) {
            long bytes = primitive.descriptor(DNNL_ARG_SCRATCHPAD).get_size();
            if (scratchpad.byteSize() < bytes) {
                scratchpad = Arena.ofAuto().allocate(bytes, Block.ALIGNMENT);
            }
            primitive.with(DNNL_ARG_SCRATCHPAD, scratchpad.address());
        }
        oneDnn.run(primitive, product);
    }

    @Override
    public void close() {
        oneDnn.close();
    }
}
