package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Places to work on parts of a convolution: one for each thread, or a single one for all threads together. */
final class WinogradSeats implements AutoCloseable {
    private final TensorMemory memory;
    private final @Nullable Workers workers;
    private final List<Seat> seats = new ArrayList<>();

    /**
     * A crew and memory for the points of a part: first those of the map that is read, then those of the other.
     *
     * @param windowBytes how much of it the first take
     */
    record Seat(WinogradCrew crew, Block points, long windowBytes) {
        MemorySegment windowPoints() {
            return points.memory().asSlice(0, windowBytes);
        }

        MemorySegment blockPoints() {
            return points.memory().asSlice(windowBytes);
        }
    }

    /**
     * @param workers who take the seats; null where the only crew has all of them
     * @param tiles the most that a part has
     * @throws OutOfMemoryError with nothing taken
     */
    WinogradSeats(
            TensorMemory memory, @Nullable Workers workers, List<WinogradCrew> crews, WinogradGrids grids, int tiles) {
        this.memory = memory;
        this.workers = workers;
        long windows = aligned(WinogradProduct.bytes((long) tiles * grids.channelsIn()));
        long blocks = WinogradProduct.bytes((long) tiles * grids.channelsOut());
        try {
            for (WinogradCrew crew : crews) {
                seats.add(new Seat(crew, memory.acquire(windows + blocks), windows));
            }
        } catch (OutOfMemoryError exhausted) {
            giveBack();
            throw exhausted;
        }
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, Block.ALIGNMENT) * Block.ALIGNMENT;
    }

    /** Does the numbered tasks, each at a seat. */
    void forEach(int tasks, ObjIntConsumer<Seat> work) {
        if (workers == null) {
            for (int task = 0; task < tasks; task++) {
                work.accept(seats.getFirst(), task);
            }
            return;
        }
        var free = new ConcurrentLinkedQueue<>(seats);
        workers.forEach(tasks, task -> {
            Seat seat = Objects.requireNonNull(free.poll(), "more threads than seats");
            work.accept(seat, task);
            free.add(seat);
        });
    }

    private void giveBack() {
        seats.forEach(seat -> memory.giveBack(seat.points()));
    }

    @Override
    public void close() {
        giveBack();
    }
}
