package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void aWaitingBlockIsUsedAgain() {
        try (var pool = new BufferPool(10 * MEGABYTE)) {
            Block block = pool.acquire(MEGABYTE);
            pool.giveBack(block);
            assertThat(pool.acquire(MEGABYTE * 9 / 10)).isSameAs(block);
            assertThat(pool.acquire(MEGABYTE * 9 / 10)).isNotSameAs(block);
        }
    }

    @Test
    void theLimitIsAnOutOfMemoryErrorAndThePoolGoesOn() {
        try (var pool = new BufferPool(10 * MEGABYTE)) {
            Block first = pool.acquire(6 * MEGABYTE);
            assertThatThrownBy(() -> pool.acquire(5 * MEGABYTE))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("native memory: 6.0 MB in use, 5.0 MB more wanted, the limit is 10.0 MB");
            assertThat(pool.use().liveBytes()).isEqualTo(6 * MEGABYTE);
            pool.giveBack(first);
            assertThat(pool.acquire(10 * MEGABYTE).bytes()).isEqualTo(10 * MEGABYTE);
        }
    }

    @Test
    void waitingBlocksMakeRoom() {
        try (var pool = new BufferPool(10 * MEGABYTE)) {
            Block small = pool.acquire(4 * MEGABYTE);
            Block other = pool.acquire(4 * MEGABYTE);
            pool.giveBack(small);
            pool.acquire(6 * MEGABYTE);
            assertThat(pool.use().pooledBytes()).isEqualTo(10 * MEGABYTE);
            assertThat(other.bytes()).isEqualTo(4 * MEGABYTE);
        }
    }

    /** Where no limit is given: enough to work with, and not more than there is. */
    @Test
    void theUsualLimitIsWhatTheMachineHasBesideTheHeap() {
        assertThat(MemoryLimit.bytes()).isBetween(256 * MEGABYTE, 1L << 46);
    }
}
