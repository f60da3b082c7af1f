package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine.MemoryUse;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that is taken from ND4J once and used again. A waiting block serves a request of at least 80 % of its
 * size, the smallest such block first. All together is never more than twice of what was in use at the most, nor more
 * than the limit.
 */
final class BufferPool implements AutoCloseable {
    private static final double LEAST_FILLED = 0.8;

    private static final double MEGABYTE = 1 << 20;

    private final long limitBytes;
    private final @Nullable RedZones zones;
    private final TreeMap<Long, ArrayDeque<Block>> waiting = new TreeMap<>();
    private long liveBytes;
    private long waitingBytes;
    private long peakBytes;

    /** @param limitBytes at which there is no more */
    BufferPool(long limitBytes) {
        this(limitBytes, null);
    }

    private BufferPool(long limitBytes, @Nullable RedZones zones) {
        this.limitBytes = limitBytes;
        this.zones = zones;
    }

    /** A pool for tests, whose blocks are full of NaN and stand between marks: see {@link RedZones}. */
    static BufferPool poisoned(long limitBytes) {
        return new BufferPool(limitBytes, new RedZones());
    }

    /**
     * @throws OutOfMemoryError at the limit, or where the operating system gives no more; the pool can still be used
     */
    Block acquire(long bytes) {
        long rounded = Math.max(1, Math.ceilDiv(bytes, Block.ALIGNMENT)) * Block.ALIGNMENT;
        Map.Entry<Long, ArrayDeque<Block>> fitting = waiting.ceilingEntry(rounded);
        Block block;
        if (fitting != null && rounded >= LEAST_FILLED * fitting.getKey()) {
            block = fitting.getValue().pop();
            if (fitting.getValue().isEmpty()) {
                waiting.remove(fitting.getKey());
            }
            waitingBytes -= block.bytes();
        } else {
            block = allocate(rounded);
        }
        if (zones != null) {
            zones.lay(block, bytes);
        }
        block.hold();
        liveBytes += block.bytes();
        peakBytes = Math.max(peakBytes, liveBytes);
        return block;
    }

    private Block allocate(long bytes) {
        if (liveBytes + waitingBytes + bytes > Math.min(limitBytes, 2 * Math.max(peakBytes, bytes))) {
            closeWaiting();
        }
        if (liveBytes + bytes > limitBytes) {
            throw exhausted(bytes);
        }
        try {
            return block(bytes);
        } catch (OutOfMemoryError | RuntimeException failure) {
            closeWaiting();
            try {
                return block(bytes);
            } catch (OutOfMemoryError | RuntimeException again) {
                again.addSuppressed(failure);
                // ND4J reports a failed allocation as whatever came of it.
                OutOfMemoryError error = exhausted(bytes);
                error.initCause(again);
                throw error;
            }
        }
    }

    private Block block(long bytes) {
        return new Block(bytes, zones == null ? 0 : RedZones.MARGIN);
    }

    /** Whether what is written is watched. */
    boolean isWatched() {
        return zones != null;
    }

    /** @throws IllegalStateException if something was written outside a watched block in use */
    void check() {
        if (zones != null) {
            zones.checkAll();
        }
    }

    private OutOfMemoryError exhausted(long bytes) {
        return new OutOfMemoryError(String.format(
                Locale.ROOT,
                "native memory: %.1f MB in use, %.1f MB more wanted, the limit is %.1f MB",
                liveBytes / MEGABYTE,
                bytes / MEGABYTE,
                limitBytes / MEGABYTE));
    }

    void giveBack(Block block) {
        if (zones != null) {
            zones.lift(block);
        }
        liveBytes -= block.bytes();
        waitingBytes += block.bytes();
        waiting.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block);
    }

    MemoryUse use() {
        return new MemoryUse(liveBytes, liveBytes + waitingBytes, peakBytes);
    }

    private void closeWaiting() {
        waiting.values().forEach(blocks -> blocks.forEach(Block::close));
        waiting.clear();
        waitingBytes = 0;
    }

    @Override
    public void close() {
        closeWaiting();
    }
}
