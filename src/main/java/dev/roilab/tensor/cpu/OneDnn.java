package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/** oneDNN's engine and stream, and the primitives made so far, by key; the least recently used ones are dropped. */
final class OneDnn implements AutoCloseable {
    /** Images of a data set come in dozens of sizes, each with tens of layers; a primitive takes some 100 KB. */
    private static final int MOST_PRIMITIVES = 4096;

    private final @Nullable BufferPool watched;
    /** Apart from the tensors', so that their use of memory is the same, watched or not. */
    private final BufferPool scratches = BufferPool.poisoned(MemoryLimit.bytes());

    private final OpenMp openMp;
    private final engine device = new engine(engine.kind.cpu, 0);
    private final stream queue = new stream(device);
    private final Map<Record, CachedPrimitive> primitives = new LinkedHashMap<>(64, 0.75f, true);

    OneDnn(int threads) {
        this(threads, null);
    }

    /** @param pool where it is watched, the kernels' own memory comes from such a pool too */
    OneDnn(int threads, @Nullable BufferPool pool) {
        this.watched = pool != null && pool.isWatched() ? pool : null;
        openMp = new OpenMp(threads);
    }

    /**
     * The primitive of a key, made on first use.
     *
     * @param key names the operation, its shapes and settings
     */
    CachedPrimitive primitive(Record key, Function<engine, CachedPrimitive> maker) {
        CachedPrimitive known = primitives.get(key);
        if (known != null) {
            return known;
        }
        openMp.apply();
        try (var scope = new PointerScope()) {
            CachedPrimitive made = maker.apply(device);
            made.survive(scope);
            primitives.put(key, made);
            dropOldest();
            return made;
        } catch (RuntimeException failure) {
            throw new IllegalStateException("oneDNN has no primitive for " + key, failure);
        }
    }

    private void dropOldest() {
        if (primitives.size() > MOST_PRIMITIVES) {
            var oldest = primitives.entrySet().iterator();
            CachedPrimitive dropped = oldest.next().getValue();
            oldest.remove();
            dropped.close();
        }
    }

    /** @param what names the operation in the message of a failure */
    void run(CachedPrimitive primitive, Record what) {
        openMp.apply();
        try {
            if (watched == null) {
                primitive.run(queue);
            } else {
                runWatched(primitive);
                watched.check();
            }
        } catch (RuntimeException failure) {
            throw new IllegalStateException("oneDNN failed at " + what, failure);
        }
    }

    private void runWatched(CachedPrimitive primitive) {
        if (!primitive.has(DNNL_ARG_SCRATCHPAD)) {
            primitive.run(queue);
            return;
        }
        Block scratch =
                scratches.acquire(primitive.descriptor(DNNL_ARG_SCRATCHPAD).get_size());
        primitive.with(DNNL_ARG_SCRATCHPAD, scratch.memory().address()).run(queue);
        scratches.giveBack(scratch);
    }

    /** How primitives are to be made: oneDNN keeps their own memory unless it is watched. */
    primitive_attr attributes() {
        var attributes = new primitive_attr();
        attributes.set_scratchpad_mode(watched == null ? scratchpad_mode.library : scratchpad_mode.user);
        return attributes;
    }

    int size() {
        return primitives.size();
    }

    /** The descriptor of a tensor as this engine keeps it. */
    static memory.desc descriptor(Shape shape, Precision precision) {
        return descriptor(shape.toLongs(), Layout.strides(shape), precision);
    }

    static memory.desc descriptor(long[] sizes, long[] strides, Precision precision) {
        return new memory.desc(sizes, type(precision), strides);
    }

    /** The numbers of a tensor one after another. */
    static memory.desc row(long elements, Precision precision) {
        return descriptor(new long[] {elements}, new long[] {1}, precision);
    }

    /** A descriptor whose layout oneDNN chooses. */
    static memory.desc anyLayout(long[] sizes, Precision precision) {
        return new memory.desc(sizes, type(precision), memory.format_tag.any);
    }

    private static memory.data_type type(Precision precision) {
        return switch (precision) {
            case F32, TF32 -> memory.data_type.f32;
            case BF16 -> memory.data_type.bf16;
        };
    }

    @Override
    public void close() {
        primitives.values().forEach(CachedPrimitive::close);
        primitives.clear();
        scratches.close();
        queue.deallocate();
        device.deallocate();
    }
}
