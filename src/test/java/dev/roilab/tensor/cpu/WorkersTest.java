package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkersTest {
    private static final int THREADS = 3;

    /** OpenMP's threads where the machine has GNU's, and our own everywhere. */
    static Stream<Team> teams() {
        List<Team> teams = new ArrayList<>(List.of(new ThreadTeam(THREADS)));
        OpenMpTeam.of(THREADS).ifPresent(teams::add);
        return teams.stream();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("teams")
    void everyTaskRunsOnceHoweverManyThereAre(Team team) {
        try (var workers = new Workers(THREADS, team)) {
            for (int tasks : new int[] {0, 1, 2, 3, 4, 1000}) {
                var runs = new AtomicIntegerArray(Math.max(1, tasks));
                workers.forEach(tasks, runs::incrementAndGet);
                for (int task = 0; task < tasks; task++) {
                    assertThat(runs.get(task)).isOne();
                }
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("teams")
    void allThreadsTakePart(Team team) {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        var together = new CountDownLatch(THREADS);
        try (var workers = new Workers(THREADS, team)) {
            workers.forEach(THREADS, _ -> {
                seen.add(Thread.currentThread());
                together.countDown();
                await(together);
            });
        }
        assertThat(seen).hasSize(THREADS).contains(Thread.currentThread());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("teams")
    void aFailureIsThrownAgainAndTheNextWorkIsWhole(Team team) {
        try (var workers = new Workers(THREADS, team)) {
            assertThatThrownBy(() -> workers.forEach(100, task -> {
                        if (task % 2 == 1) {
                            throw new ArithmeticException("odd");
                        }
                    }))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("odd");
            var runs = new AtomicIntegerArray(100);
            workers.forEach(100, runs::incrementAndGet);
            assertThat(runs.toString()).doesNotContain("0").doesNotContain("2");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("teams")
    void tasksWithinTasksAreRefused(Team team) {
        try (var workers = new Workers(THREADS, team)) {
            assertThatThrownBy(() -> workers.forEach(2, _ -> workers.forEach(2, _ -> {})))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one thread at a time");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
