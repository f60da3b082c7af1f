package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarityHeapTest {
    @Test
    void givesTheMostSimilarFirstAndOfEqualOnesTheOldest() {
        var random = new SplittableRandom(1);
        for (int size = 1; size < 60; size++) {
            // Few values, so that many are equal.
            int[] similarities = random.ints(size, 0, 8).toArray();
            var heap = new SimilarityHeap(1);
            IntStream.of(similarities).forEach(heap::add);
            List<Integer> polled = new ArrayList<>();
            while (!heap.isEmpty()) {
                polled.add(heap.poll());
            }

            assertThat(polled)
                    .containsExactlyElementsOf(IntStream.range(0, size)
                            .boxed()
                            .sorted(Comparator.comparingInt(pair -> -similarities[pair]))
                            .toList());
        }
    }

    @Test
    void takesPairsBetweenPolls() {
        var heap = new SimilarityHeap(4);
        heap.add(5);
        heap.add(9);
        assertThat(heap.poll()).isEqualTo(1);
        heap.add(5);
        heap.add(7);

        assertThat(List.of(heap.poll(), heap.poll(), heap.poll())).containsExactly(3, 0, 2);
        assertThat(heap.isEmpty()).isTrue();
    }
}
