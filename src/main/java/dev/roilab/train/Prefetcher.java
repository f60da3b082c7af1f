package dev.roilab.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Makes the values of successive steps ahead of their use, on a background thread, so that computing never waits for
 * decoding and sampling.
 */
final class Prefetcher<T> implements AutoCloseable {
    private final IntFunction<T> maker;
    private final int steps;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("prefetch").factory());
    private final Deque<Future<T>> ahead = new ArrayDeque<>();
    private int requested;

    /** Makes the values of the steps {@code from} to {@code steps - 1}. */
    Prefetcher(IntFunction<T> maker, int from, int steps, int depth) {
        this.maker = maker;
        this.steps = steps;
        this.requested = from;
        for (int i = 0; i < depth; i++) {
            request();
        }
    }

    private void request() {
        if (requested < steps) {
            int step = requested++;
            ahead.add(executor.submit(() -> maker.apply(step)));
        }
    }

    /** The next step's value; the failure that making it met, if any. */
    T next() throws InterruptedException {
        Future<T> first = ahead.remove();
        request();
        try {
            return first.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException("cannot prepare a batch", e.getCause());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
