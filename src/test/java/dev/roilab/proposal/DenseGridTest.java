package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DenseGridTest {
    private static final Picture IMAGE = new Picture("a", 100, 60);

    @Test
    void boxesStandAtMultiplesOfTheStepAndAreCutToTheImage() {
        // Squares of 40 every 30 pixels: columns at 0, 30, 60, 90, rows at 0, 30.
        List<Box> boxes = propose(100, List.of(40.0), List.of(1.0), 0.75);
        assertThat(boxes)
                .containsExactly(
                        new Box(0, 0, 40, 40),
                        new Box(30, 0, 70, 40),
                        new Box(60, 0, 100, 40),
                        new Box(90, 0, 100, 40),
                        new Box(0, 30, 40, 60),
                        new Box(30, 30, 70, 60),
                        new Box(60, 30, 100, 60),
                        new Box(90, 30, 100, 60));
    }

    @Test
    void aRatioIsHeightToWidthAtTheSameArea() {
        Box first = propose(100, List.of(20.0), List.of(4.0), 1).getFirst();
        assertThat(first).isEqualTo(new Box(0, 0, 10, 40));
    }

    @Test
    void everyScaleIsCombinedWithEveryRatio() {
        // 20 x 20: 5 x 3. 10 x 40: 10 x 2. 50 x 50: 2 x 2. 25 x 100: 4 x 1.
        assertThat(propose(1000, List.of(20.0, 50.0), List.of(1.0, 4.0), 1)).hasSize(15 + 20 + 4 + 4);
    }

    @Test
    void ofTooManyEveryNthIsTaken() {
        List<Box> all = propose(1000, List.of(20.0, 50.0), List.of(1.0, 4.0), 1);
        List<Box> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.add(all.get(i * all.size() / 10));
        }
        assertThat(propose(10, List.of(20.0, 50.0), List.of(1.0, 4.0), 1)).isEqualTo(expected);
    }

    @Test
    void aGridOfBillionsCostsOnlyWhatIsTaken() {
        List<Box> boxes = propose(50, List.of(1.0, 2.0), List.of(1.0), 0.01);
        assertThat(boxes).hasSize(50).doesNotHaveDuplicates().allMatch(Box::hasExtent);
        assertThat(boxes.getLast().width()).isEqualTo(2);
    }

    private static List<Box> propose(int count, List<Double> scales, List<Double> ratios, double step) {
        return new DenseGrid(new ProposalSettings.DenseGrid(count, scales, ratios, step)).propose(IMAGE);
    }
}
