package dev.roilab.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedBoxesTest {
    private static final int COLUMNS = 21;
    private static final double THRESHOLD = 0.01;

    @Test
    @DisplayName("detectron2#2204: untrained weights give the stages after the network no extra work")
    void detectron2204UntrainedWeightsAreNotSlower() {
        float[] untrained = new float[300 * COLUMNS];
        float[] trained = new float[300 * COLUMNS];
        var random = new SplittableRandom(2204);
        for (int r = 0; r < 300; r++) {
            for (int c = 0; c < COLUMNS; c++) {
                untrained[r * COLUMNS + c] = (float) (1.0 / COLUMNS + random.nextDouble(-0.01, 0.01));
            }
            trained[r * COLUMNS + (r % 50 == 0 ? 3 : 0)] = 1;
        }
        assertThat(candidates(untrained)).as("what the complaint is about").isEqualTo(300 * (COLUMNS - 1));
        assertThat(candidates(trained)).isEqualTo(6);
        var fixed = new FixedBoxes(100);
        assertThat(candidates(fixed.probabilities(untrained, COLUMNS))).isEqualTo(100);
        assertThat(fixed.probabilities(trained, COLUMNS)).isEqualTo(fixed.probabilities(untrained, COLUMNS));
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0", "3, 10, 3", "50, 10, 10"})
    void asManyBoxesAsWantedButNoMoreThanRegions(int boxes, int regions, int expected) {
        assertThat(candidates(new FixedBoxes(boxes).probabilities(new float[regions * COLUMNS], COLUMNS)))
                .isEqualTo(expected);
    }

    private static int candidates(float[] probabilities) {
        int count = 0;
        for (int i = 0; i < probabilities.length; i++) {
            count += i % COLUMNS > 0 && probabilities[i] > THRESHOLD ? 1 : 0;
        }
        return count;
    }
}
