package dev.roilab.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void scoresThatAreNoNumbersComeLastInTheirOrder() {
        double[] scores = {0.2, NAN, 0.9, -INFINITY, NAN, 0.5, INFINITY, NAN, 0.9};
        assertThat(Ranking.descending(scores)).containsExactly(6, 2, 8, 5, 0, 3, 1, 4, 7);
        assertThat(Ranking.descending(new double[] {NAN, NAN, 1})).containsExactly(2, 0, 1);
        assertThat(Ranking.descending(new double[] {NAN})).containsExactly(0);
    }

    @Test
    void rankingsAreThoseOfASortWhateverIsAmongThem() {
        var random = new SplittableRandom(1);
        for (int count = 0; count < 70; count++) {
            double[] scores = random.ints(count, 0, 9)
                    .mapToDouble(value -> value == 0 ? NAN : value)
                    .toArray();
            int[] expected = IntStream.range(0, count)
                    .boxed()
                    .sorted((a, b) -> Double.compare(key(scores[b]), key(scores[a])))
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(Ranking.descending(scores)).containsExactly(expected);
        }
    }

    @Test
    void numbersOfEverySizeAndSignAreOrderedAndBothZerosAreEqual() {
        double[] scores = {-0.0, 1e-320, -1e300, 0.0, -1e-320, 3, 1e300, -3, 0.1f, 0.1, -0.0, -INFINITY};
        assertThat(Ranking.descending(scores)).containsExactly(6, 5, 8, 9, 1, 0, 3, 10, 4, 7, 2, 11);
        var random = new SplittableRandom(2);
        double[] logits = random.doubles(3000, -20, 20).map(x -> (float) x).toArray();
        int[] order = Ranking.descending(logits);
        assertThat(Arrays.stream(order).mapToDouble(i -> -logits[i]).toArray())
                .containsExactly(Arrays.stream(logits).map(x -> -x).sorted().toArray());
        assertThat(Arrays.stream(order).sorted().toArray())
                .containsExactly(IntStream.range(0, 3000).toArray());
    }

    @Test
    void theBestThatStayAreTheFirstOfAllThatStay() {
        var random = new SplittableRandom(3);
        List<Box> boxes = new ArrayList<>();
        for (int box = 0; box < 300; box++) {
            double x = random.nextDouble(100);
            double y = random.nextDouble(100);
            boxes.add(new Box(x, y, x + 20, y + 20));
        }
        double[] scores = random.doubles(300).toArray();
        int[] order = Ranking.descending(scores);
        List<Box> ranked = Arrays.stream(order).mapToObj(boxes::get).toList();
        int[] all = Nms.keep(boxes, scores, 0.3);
        assertThat(all).hasSizeBetween(20, 200);
        for (int most : new int[] {0, 1, 17, all.length, 300}) {
            assertThat(Arrays.stream(Nms.keepRanked(ranked, 0.3, most)).map(place -> order[place]))
                    .containsExactly(Arrays.stream(all).limit(most).boxed().toArray(Integer[]::new));
        }
    }

    private static double key(double score) {
        return Double.isNaN(score) ? -INFINITY : score;
    }

    @Test
    void suppressionTakesScoresThatAreNoNumbersLast() {
        Box box = new Box(0, 0, 10, 10);
        Box near = new Box(0, 1, 10, 11);
        Box apart = new Box(50, 50, 60, 60);
        assertThat(Nms.keep(List.of(box, near, apart), new double[] {NAN, 0.1, 0.2}, 0.5))
                .containsExactly(2, 1);
        assertThat(Nms.keep(List.of(box, apart, near), new double[] {NAN, NAN, NAN}, 0.5))
                .containsExactly(0, 1);
    }

    @Test
    void boxesThatAreNoNumbersOverlapNothingAndHugeOnesWhatTheyDo() {
        Box none = new Box(NAN, 0, 10, 10);
        Box box = new Box(0, 0, 10, 10);
        Box huge = new Box(-1e300, -1e300, 1e300, 1e300);
        Box infinite = new Box(-INFINITY, -INFINITY, INFINITY, INFINITY);
        double[] scores = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4};
        assertThat(Nms.keep(List.of(huge, none, box, infinite, box, none), scores, 0.5))
                .containsExactly(0, 1, 2, 5);
    }
}
