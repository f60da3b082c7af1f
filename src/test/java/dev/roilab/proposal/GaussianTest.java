package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianTest {
    @Test
    void smoothingKeepsAnEvenPlane() {
        byte[] plane = Pictures.drawn("777", "777")[0];
        float[] kernel = Gaussian.smoothing(0.8);

        assertThat(Gaussian.filter(plane, 3, kernel, kernel)).hasSize(6);
        for (float grey : Gaussian.filter(plane, 3, kernel, kernel)) {
            assertThat(grey).isCloseTo(140, within(1e-4f));
        }
    }

    @Test
    void derivativeOfARampIsItsSlope() {
        byte[] ramp = new byte[40 * 3];
        for (int pixel = 0; pixel < ramp.length; pixel++) {
            ramp[pixel] = (byte) (6 * (pixel % 40));
        }

        float[] across = Gaussian.filter(ramp, 40, Gaussian.derivative(1), Gaussian.smoothing(1));
        float[] down = Gaussian.filter(ramp, 40, Gaussian.smoothing(1), Gaussian.derivative(1));

        for (int x = 4; x < 36; x++) {
            assertThat(across[40 + x]).isCloseTo(6, within(1e-4f));
            assertThat(down[40 + x]).isCloseTo(0, within(1e-4f));
        }
    }

    @Test
    void equalsTheSumOverAllTaps() {
        int width = 11;
        int height = 7;
        byte[] plane = Pictures.noise(1, width, height, new SplittableRandom(3))[0];
        float[] across = Gaussian.derivative(1);
        float[] down = Gaussian.smoothing(0.8);

        float[] filtered = Gaussian.filter(plane, width, across, down);

        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int i = 0; i < down.length; i++) {
                    for (int j = 0; j < across.length; j++) {
                        int row = Math.clamp(y + i - down.length / 2, 0, height - 1);
                        int column = Math.clamp(x + j - across.length / 2, 0, width - 1);
                        sum += (double) down[i] * across[j] * (plane[row * width + column] & 0xFF);
                    }
                }
                assertThat((double) filtered[y * width + x]).isCloseTo(sum, within(1e-3));
            }
        }
    }
}
