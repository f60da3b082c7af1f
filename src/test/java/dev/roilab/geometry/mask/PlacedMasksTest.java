package dev.roilab.geometry.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.geometry.Box;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlacedMasksTest {
    private static final int HEIGHT = 11;
    private static final int WIDTH = 14;
    private static final Box WHOLE = new Box(0, 0, WIDTH, HEIGHT);

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static RunLengthMask mask(SplittableRandom random) {
        boolean[] pixels = new boolean[HEIGHT * WIDTH];
        for (int place = 0; place < pixels.length; place++) {
            pixels[place] = random.nextInt(3) > 0;
        }
        return RunLengthMask.ofBitmap(HEIGHT, WIDTH, pixels);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPixelIsThatInWhichItsMiddleFalls(long seed) {
        var random = new SplittableRandom(seed);
        RunLengthMask mask = mask(random);
        double left = random.nextDouble(-8, 8);
        double top = random.nextDouble(-8, 8);
        Box window = new Box(left, top, left + random.nextDouble(1, 25), top + random.nextDouble(1, 25));
        int height = random.nextInt(1, 30);
        int width = random.nextInt(1, 30);
        boolean mirrored = random.nextBoolean();
        RunLengthMask placed = PlacedMasks.of(mask, window, height, width, mirrored);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double across = (mirrored ? width - x - 0.5 : x + 0.5) / width;
                double down = (y + 0.5) / height;
                int column = (int) Math.floor(window.x1() + across * window.width());
                int row = (int) Math.floor(window.y1() + down * window.height());
                assertThat(placed.contains(x, y)).as(x + ", " + y).isEqualTo(mask.contains(column, row));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twiceMirroredAndThereAndBackIsTheSame(long seed) {
        RunLengthMask mask = mask(new SplittableRandom(seed));
        assertThat(PlacedMasks.of(mask, WHOLE, HEIGHT, WIDTH, false)).isEqualTo(mask);
        RunLengthMask mirrored = PlacedMasks.of(mask, WHOLE, HEIGHT, WIDTH, true);
        assertThat(mirrored.area()).isEqualTo(mask.area());
        assertThat(PlacedMasks.of(mirrored, WHOLE, HEIGHT, WIDTH, true)).isEqualTo(mask);
        RunLengthMask larger = PlacedMasks.of(mask, WHOLE, 3 * HEIGHT, 2 * WIDTH, false);
        assertThat(larger.area()).isEqualTo(6 * mask.area());
        assertThat(PlacedMasks.of(larger, new Box(0, 0, 2 * WIDTH, 3 * HEIGHT), HEIGHT, WIDTH, false))
                .isEqualTo(mask);
    }

    @Test
    void refusesAWindowWithoutExtent() {
        assertThatThrownBy(() -> PlacedMasks.of(RunLengthMask.empty(3, 3), new Box(1, 1, 1, 2), 3, 3, false))
                .hasMessageContaining("expected one with extent");
    }
}
