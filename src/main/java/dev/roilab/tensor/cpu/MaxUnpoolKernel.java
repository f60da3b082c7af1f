package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;

/**
 * Max-unpooling (Zeiler and Fergus, arXiv:1311.2901, section 2.1) and its gradient, on maps with the channels
 * innermost. A task is an image and a block of channels and goes through the windows in their order. Numbers are moved,
 * not computed with, so both precisions are bits here.
 */
final class MaxUnpoolKernel {
    private final PoolingCall call;
    private final Supplier<PoolingWinners> winners;
    private final int blockSize;
    private final int blocks;

    /** @param winners a reader for each task */
    MaxUnpoolKernel(Workers workers, PoolingCall call, Supplier<PoolingWinners> winners) {
        this.call = call;
        this.winners = winners;
        this.blockSize = ChannelBlocks.size(call.channels(), workers.threads());
        this.blocks = Math.ceilDiv(call.channels(), blockSize);
    }

    /** What is done with a window: its first number, the cells of its winners, its image and first channel. */
    @FunctionalInterface
    private interface WindowWork {
        void run(Place place, int[] cells);
    }

    /** A window and a block of channels. */
    private record Place(int image, int window, int first) {}

    /**
     * @param values [N, OH, OW, C]
     * @param map [N, H, W, C] of the same precision, written
     */
    void forward(Workers workers, MemorySegment values, MemorySegment map, Precision precision) {
        map.fill((byte) 0);
        workers.forEach(
                tasks(), task -> forEachWindow(task, (place, cells) -> put(place, cells, values, map, precision)));
    }

    private void put(Place place, int[] cells, MemorySegment values, MemorySegment map, Precision precision) {
        long source = valueIndex(place);
        for (int lane = 0; lane < cells.length; lane++) {
            if (cells[lane] >= 0) {
                move(values, source + lane, map, mapIndex(place, cells[lane]) + lane, precision);
            }
        }
    }

    /**
     * @param outputGradient [N, H, W, C]
     * @param gradient [N, OH, OW, C] of the same precision, written
     */
    void gradient(Workers workers, MemorySegment outputGradient, MemorySegment gradient, Precision precision) {
        gradient.fill((byte) 0);
        workers.forEach(tasks(), task -> {
            int[] last = lastWindows(task);
            int width = width(task);
            forEachWindow(task, (place, cells) -> {
                long target = valueIndex(place);
                for (int lane = 0; lane < width; lane++) {
                    int cell = cells[lane];
                    if (cell >= 0 && (last.length == 0 || last[cell * width + lane] == place.window())) {
                        move(outputGradient, mapIndex(place, cell) + lane, gradient, target + lane, precision);
                    }
                }
            });
        });
    }

    /** The window whose value each number of the map holds; empty where a cell has one window at most. */
    private int[] lastWindows(int task) {
        if (!call.overlaps()) {
            return new int[0];
        }
        int width = width(task);
        int[] last = new int[Math.multiplyExact(call.cells(), width)];
        forEachWindow(task, (place, cells) -> {
            for (int lane = 0; lane < width; lane++) {
                if (cells[lane] >= 0) {
                    last[cells[lane] * width + lane] = place.window();
                }
            }
        });
        return last;
    }

    private int tasks() {
        return call.input().size(0) * blocks;
    }

    private int width(int task) {
        return Math.min(blockSize, call.channels() - task % blocks * blockSize);
    }

    private void forEachWindow(int task, WindowWork work) {
        int[] cells = new int[width(task)];
        PoolingWinners reader = winners.get();
        for (int window = 0; window < call.windows(); window++) {
            var place = new Place(task / blocks, window, task % blocks * blockSize);
            reader.read(place.image(), window, place.first(), cells);
            work.run(place, cells);
        }
    }

    private long valueIndex(Place place) {
        return ((long) place.image() * call.windows() + place.window()) * call.channels() + place.first();
    }

    private long mapIndex(Place place, int cell) {
        return ((long) place.image() * call.cells() + cell) * call.channels() + place.first();
    }

    private static void move(MemorySegment source, long from, MemorySegment target, long to, Precision precision) {
        if (precision.bytes() == Short.BYTES) {
            target.setAtIndex(ValueLayout.JAVA_SHORT, to, source.getAtIndex(ValueLayout.JAVA_SHORT, from));
        } else {
            target.setAtIndex(ValueLayout.JAVA_INT, to, source.getAtIndex(ValueLayout.JAVA_INT, from));
        }
    }
}
