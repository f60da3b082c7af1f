package dev.roilab.tensor.cpu;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A fixed set of threads that run numbered tasks. What a task does depends on its number alone, never on the thread
 * that happens to take it, so results do not depend on the thread count.
 */
final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService executor;

    /** @param threads how many run at once, the caller's included */
    Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be >= 1, got " + threads);
        }
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(
                Math.max(1, threads - 1),
                Thread.ofPlatform().daemon().name("roilab-worker-", 1).factory());
    }

    /** How many tasks run at once, the caller's included. */
    int threads() {
        return threads;
    }

    /** Runs {@code task} for 0 .. tasks - 1 and returns when all are done; the first failure is thrown again. */
    void forEach(int tasks, IntConsumer task) {
        int helpers = Math.min(threads, tasks) - 1;
        if (helpers <= 0) {
            for (int index = 0; index < tasks; index++) {
                task.accept(index);
            }
            return;
        }
        var next = new AtomicInteger();
        Runnable drain = () -> {
            for (int index = next.getAndIncrement(); index < tasks; index = next.getAndIncrement()) {
                task.accept(index);
            }
        };
        var running = new Future<?>[helpers];
        for (int helper = 0; helper < helpers; helper++) {
            running[helper] = executor.submit(drain);
        }
        try {
            drain.run();
        } finally {
            join(running);
        }
    }

    /** Waits for all, even if interrupted: a task that runs on would write to memory that is used otherwise. */
    private static void join(Future<?>[] running) {
        boolean interrupted = false;
        ExecutionException failed = null;
        for (int index = 0; index < running.length; ) {
            try {
                running[index].get();
                index++;
            } catch (ExecutionException failure) {
                failed = failure;
                index++;
            } catch (InterruptedException interruption) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failed != null) {
            throw new IllegalStateException("a parallel task failed", failed.getCause());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
