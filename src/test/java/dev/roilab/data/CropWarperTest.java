package dev.roilab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CropWarperTest {
    private static final int HEIGHT = 23;
    private static final int WIDTH = 31;
    private static final Pixels IMAGE = new Pixels(WIDTH, HEIGHT, noise(3 * HEIGHT * WIDTH));

    @Test
    void equalsFourTapsAPixelOverWindowsInsideAcrossAndBeyondTheBorder() {
        List<Box> windows = new ArrayList<>(List.of(
                new Box(0, 0, WIDTH, HEIGHT),
                new Box(3.3, 4.1, 5.2, 20.9),
                new Box(30.2, 22.1, 30.9, 22.8),
                new Box(-4, -6, 2, 3),
                new Box(40, 40, 50, 50)));
        var random = new SplittableRandom(1);
        for (int i = 0; i < 40; i++) {
            double x = random.nextDouble(-3, WIDTH);
            double y = random.nextDouble(-3, HEIGHT);
            windows.add(new Box(x, y, x + random.nextDouble(0.5, 20), y + random.nextDouble(0.5, 20)));
        }
        boolean[] flips = new boolean[windows.size()];
        for (int i = 0; i < flips.length; i++) {
            flips[i] = i % 3 == 1;
        }
        for (int size : new int[] {1, 8, 17}) {
            int padding = size / 5;
            for (int w = 0; w < windows.size(); w++) {
                float[] crop = warp(new CropWarper(size, padding), windows.get(w), flips[w]);
                for (int i = 0; i < crop.length; i++) {
                    double expected = twin(windows.get(w), flips[w], size, padding, i);
                    assertThat((double) crop[i]).isCloseTo(expected, within(1e-4));
                }
            }
        }
    }

    @Test
    void aWindowOfTheCropsOwnSizeIsCopied() {
        float[] crop = warp(new CropWarper(8, 0), new Box(5, 6, 13, 14), false);
        assertThat((double) crop[0]).isCloseTo(level(0, 6, 5), within(1e-5));
        assertThat((double) crop[3 * 64 - 1]).isCloseTo(level(2, 13, 12), within(1e-5));
    }

    @Test
    void contextIsMeasuredAtTheSizeOfTheCrop() {
        // 16 of 227 pixels on each side: the window fills the 195 between.
        Box shown = new CropWarper(227, 16).withContext(new Box(0, 0, 195, 390));
        assertThat(shown).isEqualTo(new Box(-16, -32, 211, 422));
    }

    @Test
    void contextMustLeaveRoomForTheWindow() {
        assertThatThrownBy(() -> new CropWarper(32, 16)).hasMessageContaining("no room");
    }

    /** Behind three numbers that must stay as they are. */
    private static float[] warp(CropWarper warper, Box window, boolean flip) {
        float[] crops = new float[3 + warper.cropLength()];
        warper.warp(IMAGE, window, flip, crops, 3);
        assertThat(crops).startsWith(0, 0, 0);
        return Arrays.copyOfRange(crops, 3, crops.length);
    }

    private static double twin(Box window, boolean flip, int size, int padding, int index) {
        int channel = index / (size * size);
        int row = index / size % size;
        int column = flip ? size - 1 - index % size : index % size;
        double inner = size - 2.0 * padding;
        double x = window.x1() + (column + 0.5 - padding) * window.width() / inner;
        double y = window.y1() + (row + 0.5 - padding) * window.height() / inner;
        if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT) {
            return 0;
        }
        double sum = 0;
        for (int dy = 0; dy < 2; dy++) {
            for (int dx = 0; dx < 2; dx++) {
                double left = Math.floor(x - 0.5);
                double top = Math.floor(y - 0.5);
                double weight = (1 - Math.abs(x - 0.5 - left - dx)) * (1 - Math.abs(y - 0.5 - top - dy));
                int sourceX = (int) Math.clamp(left + dx, 0, WIDTH - 1);
                int sourceY = (int) Math.clamp(top + dy, 0, HEIGHT - 1);
                sum += weight * level(channel, sourceY, sourceX);
            }
        }
        return sum;
    }

    private static double level(int channel, int y, int x) {
        double grey = (IMAGE.rgb()[(y * WIDTH + x) * 3 + channel] & 0xFF) / 255.0;
        return (grey - ImagePreparation.MEAN[channel]) / ImagePreparation.DEVIATION[channel];
    }

    private static byte[] noise(int count) {
        byte[] values = new byte[count];
        new SplittableRandom(7).nextBytes(values);
        return values;
    }
}
