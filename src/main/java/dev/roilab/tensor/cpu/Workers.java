package dev.roilab.tensor.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of threads that run numbered tasks. What a task does depends on its number alone, never on the thread
 * that happens to take it, so results do not depend on the thread count. For one caller at a time.
 */
final class Workers implements AutoCloseable {
    private final int threads;
    private final @Nullable Team team;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** @param threads how many run at once, the caller's included */
    Workers(int threads) {
        this(threads, threads > 1 ? OpenMpTeam.of(threads).orElseGet(() -> new ThreadTeam(threads)) : null);
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be >= 1, got " + threads);
        }
    }

    /** @param team of that many threads; null for one */
    Workers(int threads, @Nullable Team team) {
        this.threads = threads;
        this.team = team;
    }

    /** How many tasks run at once, the caller's included. */
    int threads() {
        return threads;
    }

    /**
     * Runs {@code task} for 0 .. tasks - 1 and returns when all are done; the first failure is thrown again.
     *
     * @throws IllegalStateException if asked for within a task, or by a second thread meanwhile
     */
    void forEach(int tasks, IntConsumer task) {
        if (team == null || tasks < 2) {
            for (int index = 0; index < tasks; index++) {
                task.accept(index);
            }
            return;
        }
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("an engine is used by one thread at a time");
        }
        try {
            share(team, tasks, task);
        } finally {
            busy.set(false);
        }
    }

    private static void share(Team team, int tasks, IntConsumer task) {
        var next = new AtomicInteger();
        var failure = new AtomicReference<@Nullable Throwable>();
        team.run(() -> {
            try {
                for (int index = next.getAndIncrement(); index < tasks; index = next.getAndIncrement()) {
                    task.accept(index);
                }
            } catch (RuntimeException | Error thrown) {
                failure.compareAndSet(null, thrown);
            }
        });
        rethrow(failure.get());
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException("a parallel task failed", failure);
        }
    }

    @Override
    public void close() {
        if (team != null) {
            team.close();
        }
    }
}
