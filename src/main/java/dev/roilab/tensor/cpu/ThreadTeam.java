package dev.roilab.tensor.cpu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads of our own, where there is no OpenMP to lend its. */
final class ThreadTeam implements Team {
    private final int helpers;
    private final ExecutorService executor;

    /** @param threads at least 2, the caller's included */
    ThreadTeam(int threads) {
        helpers = threads - 1;
        executor = Executors.newFixedThreadPool(
                helpers, Thread.ofPlatform().daemon().name("roilab-worker-", 1).factory());
    }

    @Override
    public void run(Runnable work) {
        var running = new CountDownLatch(helpers);
        for (int helper = 0; helper < helpers; helper++) {
            executor.execute(() -> {
                work.run();
                running.countDown();
            });
        }
        work.run();
        await(running);
    }

    /** Waits for all, even if interrupted: a task that runs on would write to memory that is used otherwise. */
    private static void await(CountDownLatch running) {
        boolean interrupted = false;
        while (running.getCount() > 0) {
            try {
                running.await();
            } catch (InterruptedException interruption) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
