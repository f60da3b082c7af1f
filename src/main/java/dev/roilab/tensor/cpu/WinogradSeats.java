package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Places to work on parts of a convolution: one for each thread, or a single one for all threads together. */
final class WinogradSeats implements AutoCloseable {
    private final TensorMemory memory;
    private final @Nullable Workers workers;
    private final List<Seat> seats;

    /**
     * A crew and memory for the points of a part.
     *
     * @param windows points of the map that is read
     * @param blocks points of the other map
     */
    record Seat(WinogradCrew crew, Block windows, Block blocks) {
        MemorySegment windowPoints() {
            return windows.memory();
        }

        MemorySegment blockPoints() {
            return blocks.memory();
        }
    }

    /**
     * @param workers who take the seats; null where the only crew has all of them
     * @param tiles the most that a part has
     */
    WinogradSeats(
            TensorMemory memory, @Nullable Workers workers, List<WinogradCrew> crews, WinogradGrids grids, int tiles) {
        this.memory = memory;
        this.workers = workers;
        long windows = WinogradProduct.bytes((long) tiles * grids.channelsIn());
        long blocks = WinogradProduct.bytes((long) tiles * grids.channelsOut());
        this.seats = crews.stream()
                .map(crew -> new Seat(crew, memory.acquire(windows), memory.acquire(blocks)))
                .toList();
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

    @Override
    public void close() {
        for (Seat seat : seats) {
            memory.giveBack(seat.windows());
            memory.giveBack(seat.blocks());
        }
    }
}
