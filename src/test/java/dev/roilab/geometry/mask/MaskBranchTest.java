package dev.roilab.geometry.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskBranchTest {
    private static final int HEIGHT = 23;
    private static final int WIDTH = 31;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static Box box(SplittableRandom random) {
        double x = random.nextDouble(-8, WIDTH + 4);
        double y = random.nextDouble(-8, HEIGHT + 4);
        return new Box(x, y, x + random.nextDouble(0, 30), y + random.nextDouble(0, 30));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void targetsEqualRoiAlignOfThePicture(long seed) {
        var random = new SplittableRandom(seed);
        boolean[] pixels = new boolean[HEIGHT * WIDTH];
        for (int place = 0; place < pixels.length; place++) {
            pixels[place] = random.nextInt(3) > 0;
        }
        int cells = random.nextInt(1, 8);
        Box box = box(random);
        float[] target = MaskTargets.project(RunLengthMask.ofBitmap(HEIGHT, WIDTH, pixels), box, cells);
        for (int cell = 0; cell < target.length; cell++) {
            assertThat((double) target[cell])
                    .isCloseTo(aligned(pixels, box, cells, cell / cells, cell % cells), within(1e-6));
        }
    }

    /** Sample by sample, as the operator is defined. */
    private static double aligned(boolean[] pixels, Box box, int cells, int row, int column) {
        double height = Math.max(box.height(), 1) / cells;
        double width = Math.max(box.width(), 1) / cells;
        int down = (int) Math.ceil(height);
        int across = (int) Math.ceil(width);
        double sum = 0;
        for (int j = 0; j < down; j++) {
            for (int i = 0; i < across; i++) {
                sum += sample(
                        pixels,
                        box.x1() + width * column + (i + 0.5) * width / across,
                        box.y1() + height * row + (j + 0.5) * height / down);
            }
        }
        return sum / (down * across);
    }

    private static double sample(boolean[] pixels, double placeX, double placeY) {
        if (placeX < -1 || placeX > WIDTH || placeY < -1 || placeY > HEIGHT) {
            return 0;
        }
        double x = Math.clamp(placeX, 0, WIDTH - 1);
        double y = Math.clamp(placeY, 0, HEIGHT - 1);
        double sum = 0;
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                double weight = Math.max(0, 1 - Math.abs(x - column)) * Math.max(0, 1 - Math.abs(y - row));
                sum += pixels[row * WIDTH + column] ? weight : 0;
            }
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void pastesEveryPixelWhoseProbabilitySuffices(long seed) {
        var random = new SplittableRandom(seed);
        int cells = random.nextInt(1, 8);
        float[] grid = new float[cells * cells];
        for (int cell = 0; cell < grid.length; cell++) {
            grid[cell] = random.nextInt(100) / 100f;
        }
        Box box = box(random);
        RunLengthMask pasted = MaskPasting.paste(grid, box, HEIGHT, WIDTH, 0.4);
        double halfWidth = box.width() / 2 * (cells + 2) / cells;
        double halfHeight = box.height() / 2 * (cells + 2) / cells;
        int left = (int) ((box.x1() + box.x2()) / 2 - halfWidth);
        int right = (int) ((box.x1() + box.x2()) / 2 + halfWidth);
        int top = (int) ((box.y1() + box.y2()) / 2 - halfHeight);
        int bottom = (int) ((box.y1() + box.y2()) / 2 + halfHeight);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean inBox = x >= left && x <= right && y >= top && y <= bottom;
                double across = (x - left + 0.5) * (cells + 2) / (right - left + 1) - 0.5;
                double down = (y - top + 0.5) * (cells + 2) / (bottom - top + 1) - 0.5;
                double probability = inBox ? between(grid, cells, across, down) : 0;
                if (Math.abs(probability - 0.4) > 1e-9) {
                    assertThat(pasted.contains(x, y)).isEqualTo(probability > 0.4);
                }
            }
        }
    }

    /** Between the cells of the grid with its ring of zeros. */
    private static double between(float[] grid, int cells, double placeX, double placeY) {
        double x = Math.clamp(placeX, 0, cells + 1);
        double y = Math.clamp(placeY, 0, cells + 1);
        double sum = 0;
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                double weight = Math.max(0, 1 - Math.abs(x - column - 1)) * Math.max(0, 1 - Math.abs(y - row - 1));
                sum += weight * grid[row * cells + column];
            }
        }
        return sum;
    }

    /**
     * torchvision's roi_align leaves out what lies before -1 or behind the last pixel's far side, not what lies on it.
     */
    @Test
    void aSampleOnTheOutermostPlaceCountsAsTheBorder() {
        RunLengthMask full = RunLengthMask.of(1, 4, new int[] {0, 4});
        assertThat(MaskTargets.project(full, new Box(-1.5, 0, -0.5, 1), 1)).containsExactly(1);
        assertThat(MaskTargets.project(full, new Box(3.5, 0, 4.5, 1), 1)).containsExactly(1);
        assertThat(MaskTargets.project(full, new Box(-1.75, 0, -0.75, 1), 1)).containsExactly(0);
        assertThat(MaskTargets.project(full, new Box(3.75, 0, 4.75, 1), 1)).containsExactly(0);
    }

    /** A grid of one cell in a box of one pixel, on which its middle falls. */
    @Test
    void aPixelOnTheThresholdIsInside() {
        Box box = new Box(4, 4, 6, 6);
        RunLengthMask on = MaskPasting.paste(new float[] {0.5f}, box, 10, 10, 0.5);
        float below = Math.nextDown(0.5f);
        RunLengthMask under = MaskPasting.paste(new float[] {below}, box, 10, 10, 0.5);
        assertThat(on.contains(5, 5)).isTrue();
        assertThat(on.area()).isEqualTo(1);
        assertThat(under).isEqualTo(RunLengthMask.empty(10, 10));
    }

    @Test
    void aMaskThatFillsItsBoxIsOneEverywhere() {
        double[] corners = {5, 5, 25, 5, 25, 20, 5, 20};
        RunLengthMask mask = PolygonMasks.of(HEIGHT, WIDTH, List.of(corners));
        float[] target = MaskTargets.project(mask, new Box(6, 6, 24, 19), 4);
        for (float value : target) {
            assertThat(value).isCloseTo(1, within(1e-6f));
        }
        float[] grid = new float[16];
        Arrays.fill(grid, 1);
        assertThat(MaskPasting.paste(grid, new Box(-90, 5, -70, 20), HEIGHT, WIDTH, 0.5))
                .isEqualTo(RunLengthMask.empty(HEIGHT, WIDTH));
    }

    @Test
    void refusesWhatIsNoGridThresholdOrBox() {
        Box box = new Box(0, 0, 5, 5);
        Box broken = new Box(0, 0, Double.NaN, 5);
        RunLengthMask mask = RunLengthMask.empty(HEIGHT, WIDTH);
        assertThatThrownBy(() -> MaskPasting.paste(new float[8], box, HEIGHT, WIDTH, 0.5))
                .hasMessage("a mask's grid has 8 cells, expected a square number of them");
        assertThatThrownBy(() -> MaskPasting.paste(new float[9], box, HEIGHT, WIDTH, 0))
                .hasMessage("a mask's threshold is 0.0, expected (0, 1]");
        assertThatThrownBy(() -> MaskPasting.paste(new float[9], broken, HEIGHT, WIDTH, 0.5))
                .hasMessage("a mask's box reaches from 0.0 to NaN, expected finite numbers");
        assertThatThrownBy(() -> MaskTargets.project(mask, broken, 14))
                .hasMessage("a mask's box reaches from 0.0 to NaN, expected finite numbers");
        assertThatThrownBy(() -> MaskTargets.project(mask, box, 0)).hasMessageContaining("expected at least 1");
    }
}
