package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageDrawsTest {
    @Test
    void drawsAsManyImagesAsThereAre() {
        for (int images : new int[] {1, 2, 7, 100}) {
            assertThat(ImageDraws.weights(3, images)).hasSize(images);
            assertThat(Arrays.stream(ImageDraws.weights(3, images)).sum()).isEqualTo(images);
        }
    }

    @Test
    void aNumberedDrawIsAlwaysTheSameAndOthersAreNot() {
        assertThat(ImageDraws.weights(5, 40)).isEqualTo(ImageDraws.weights(5, 40));
        assertThat(ImageDraws.weights(5, 40)).isNotEqualTo(ImageDraws.weights(6, 40));
    }

    /** With replacement, an image is left out of a draw with probability (1 - 1/n)^n, 0.366 at n = 100. */
    @Test
    void drawsWithReplacement() {
        long left = 0;
        for (int draw = 0; draw < 200; draw++) {
            left += Arrays.stream(ImageDraws.weights(draw, 100))
                    .filter(weight -> weight == 0)
                    .count();
        }
        assertThat(left / 20_000.0).isBetween(0.355, 0.377);
    }
}
