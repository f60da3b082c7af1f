package dev.roilab.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.timing.TimerCheck.Probe;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StageTimerTest {
    private static final long WORK_MILLIS = 300;
    /** Work that is missed at every try. */
    private static final long MISSED_MILLIS = 10;

    /** A device that does its work in the background, in order, as a graphics card does. */
    private static final class BackgroundDevice implements AutoCloseable {
        private final long workMillis;
        private final ExecutorService queue = Executors.newSingleThreadExecutor();
        private final Deque<Future<?>> orders = new ArrayDeque<>();

        BackgroundDevice(long workMillis) {
            this.workMillis = workMillis;
        }

        void order() {
            orders.add(queue.submit(() -> LockSupport.parkNanos(workMillis * 1_000_000)));
        }

        void await() {
            while (!orders.isEmpty()) {
                try {
                    orders.removeFirst().get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    @Test
    void aTimerThatDoesNotWaitForTheDeviceIsCaught() {
        try (var device = new BackgroundDevice(MISSED_MILLIS)) {
            var lying = new StageTimer();
            var probe = new Probe(device::order, device::await);
            assertThat(TimerCheck.missedPart(lying, probe)).isGreaterThan(0.5);
            assertThatThrownBy(() -> TimerCheck.require(lying, List.of(() -> probe)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not wait for the device");
        }
    }

    @Test
    void aTimerThatWaitsSeesAllOfTheWork() {
        try (var device = new BackgroundDevice(WORK_MILLIS)) {
            var waiting = new StageTimer(device::await);
            var probe = new Probe(device::order, device::await);
            assertThat(TimerCheck.missedPart(waiting, probe)).isLessThan(0.5);
            TimerCheck.require(waiting, List.of(() -> probe));
        }
    }

    /** As on a fast GPU: the little work is done before its result has come back. */
    @Test
    void aTimerThatWaitsIsNotBlamedForWorkThatIsShorterThanTheReadingOfItsResult() {
        try (var device = new BackgroundDevice(WORK_MILLIS)) {
            var waiting = new StageTimer(device::await);
            var little = new Probe(() -> {}, () -> work(1));
            assertThat(TimerCheck.missedPart(waiting, little)).isGreaterThan(0.5);
            TimerCheck.require(
                    waiting,
                    List.of(
                            () -> little,
                            () -> new Probe(device::order, () -> {
                                device.await();
                                work(1);
                            })));
        }
    }

    @Test
    void theWorkOfAStageIsNotBilledToTheNext() {
        try (var device = new BackgroundDevice(WORK_MILLIS)) {
            var timer = new StageTimer(device::await);
            timer.startLap();
            timer.stage("backbone", () -> {
                device.order();
                return 0;
            });
            timer.stage("copies", () -> 0);
            timer.endLap();
            Map<String, List<Double>> times = timer.milliseconds();
            assertThat(times.get("backbone"))
                    .first()
                    .satisfies(time -> assertThat(time).isGreaterThan(WORK_MILLIS / 2.0));
            assertThat(times.get("copies"))
                    .first()
                    .satisfies(time -> assertThat(time).isLessThan(WORK_MILLIS / 2.0));
        }
    }

    @Test
    void stagesAndTheUnaccountedRestAddUpToTheLap() {
        var timer = new StageTimer();
        for (int lap = 0; lap < 3; lap++) {
            timer.startLap();
            timer.stage("a", () -> work(2));
            work(3);
            timer.stage("b", () -> work(1));
            timer.stage("a", () -> work(1));
            timer.endLap();
        }
        for (int lap = 0; lap < 3; lap++) {
            int place = lap;
            double sum = timer.milliseconds().values().stream()
                    .mapToDouble(times -> times.get(place))
                    .sum();
            assertThat(sum).isCloseTo(timer.wholeMilliseconds().get(lap), within(1e-6));
        }
        assertThat(timer.milliseconds().keySet()).containsExactly("a", "b", StageTimer.UNACCOUNTED);
    }

    private static int work(int milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000L;
        int spins = 0;
        while (System.nanoTime() < end) {
            spins++;
        }
        return spins;
    }
}
