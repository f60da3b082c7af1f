package dev.roilab.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Suppression against a slow, obvious twin, and what must hold for any boxes. */
class NmsTest {
    private static final double[] THRESHOLDS = {0, 0.25, 0.3, 0.5, 0.75, 1};

    /** Boxes with their scores. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Crowd(List<Box> boxes, double[] scores) {
        Crowd reordered(int[] order) {
            return new Crowd(
                    Arrays.stream(order).mapToObj(boxes::get).toList(),
                    Arrays.stream(order).mapToDouble(index -> scores[index]).toArray());
        }

        int[] keep(double threshold) {
            return Nms.keep(boxes, scores, threshold);
        }
    }

    /** Boxes of all sizes at real coordinates, a few without extent, all scores different. */
    private static Crowd scattered(long seed) {
        var random = new SplittableRandom(seed);
        int count = random.nextInt(1, 120);
        List<Box> boxes = new ArrayList<>();
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble(-20, 80);
            double y = random.nextDouble(-20, 80);
            double size = Math.exp(random.nextDouble(0, 4));
            double width = random.nextInt(15) == 0 ? 0 : size * random.nextDouble(0.5, 2);
            boxes.add(new Box(x, y, x + width, y + size));
            scores[i] = random.nextDouble();
        }
        return new Crowd(boxes, scores);
    }

    /** Boxes on a coarse grid: many alike, overlaps that hit a threshold exactly, and few different scores. */
    private static Crowd gridded(long seed) {
        var random = new SplittableRandom(seed);
        int count = random.nextInt(1, 120);
        List<Box> boxes = new ArrayList<>();
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            double x = random.nextInt(6);
            double y = random.nextInt(6);
            boxes.add(new Box(x, y, x + random.nextInt(5), y + random.nextInt(5)));
            scores[i] = random.nextInt(4) / 4.0;
        }
        return new Crowd(boxes, scores);
    }

    private static int[] twin(Crowd crowd, double threshold) {
        List<Integer> remaining = new ArrayList<>();
        for (int i = 0; i < crowd.scores().length; i++) {
            remaining.add(i);
        }
        List<Integer> kept = new ArrayList<>();
        while (!remaining.isEmpty()) {
            int best = remaining.getFirst();
            for (int index : remaining) {
                best = crowd.scores()[index] > crowd.scores()[best] ? index : best;
            }
            Box winner = crowd.boxes().get(best);
            kept.add(best);
            remaining.remove(Integer.valueOf(best));
            remaining.removeIf(index -> crowd.boxes().get(index).iou(winner) > threshold);
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void equalsTheTwin(long seed) {
        for (double threshold : THRESHOLDS) {
            Crowd scattered = scattered(seed);
            assertThat(scattered.keep(threshold)).containsExactly(twin(scattered, threshold));
            Crowd gridded = gridded(seed);
            assertThat(gridded.keep(threshold)).containsExactly(twin(gridded, threshold));
        }
    }

    @Test
    void whatIsKeptIsKeptAgain() {
        for (long seed = 0; seed < 50; seed++) {
            Crowd crowd = seed % 2 == 0 ? scattered(seed) : gridded(seed);
            int[] kept = crowd.keep(0.4);
            int[] again = crowd.reordered(kept).keep(0.4);
            assertThat(again).hasSameSizeAs(kept).isSorted();
        }
    }

    @Test
    void theOrderOfTheInputDoesNotMatter() {
        for (long seed = 0; seed < 50; seed++) {
            Crowd crowd = scattered(seed);
            int[] order = shuffled(crowd.scores().length, seed);
            int[] found = crowd.reordered(order).keep(0.4);
            assertThat(Arrays.stream(found).map(index -> order[index]).toArray())
                    .containsExactly(crowd.keep(0.4));
        }
    }

    private static int[] shuffled(int count, long seed) {
        var random = new SplittableRandom(seed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    @Test
    void theOverlapDecidesAtTheThreshold() {
        Box box = new Box(0, 0, 10, 10);
        Box shifted = new Box(0, 5, 10, 15);
        double[] scores = {0.9, 0.8};
        // The overlap is exactly a third.
        assertThat(Nms.keep(List.of(box, shifted), scores, 0.34)).containsExactly(0, 1);
        assertThat(Nms.keep(List.of(box, shifted), scores, 0.33)).containsExactly(0);
    }

    @Test
    void equalScoresKeepTheirOrder() {
        List<Box> apart = List.of(new Box(0, 0, 1, 1), new Box(5, 5, 6, 6), new Box(9, 9, 10, 10));
        assertThat(Nms.keep(apart, new double[] {0.5, 0.7, 0.5}, 0.5)).containsExactly(1, 0, 2);
    }

    @Test
    void nothingInNothingOut() {
        assertThat(Nms.keep(List.of(), new double[0], 0.5)).isEmpty();
    }

    @Test
    void numbersThatDoNotMatchAreRefused() {
        assertThatThrownBy(() -> Nms.keep(new double[8], new double[3], 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("8 box coordinates for 3 scores; expected four a score");
    }

    /** An overlap of 8.5 / 15.5, a little above the threshold, with the centres far apart for that. */
    @Test
    void centresAreComparedInTheBoxesOwnUnit() {
        Box first = new Box(100, 0, 112, 10);
        Box second = new Box(103.5, 0, 115.5, 10);
        assertThat(Nms.keep(List.of(first, second), new double[] {0.9, 0.8}, 0.5))
                .containsExactly(0);
        assertThat(Nms.keep(List.of(first, second), new double[] {0.8, 0.9}, 0.5))
                .containsExactly(1);
        assertThat(Nms.keep(List.of(first, second), new double[] {0.9, 0.8}, 0.55))
                .containsExactly(0, 1);
    }
}
