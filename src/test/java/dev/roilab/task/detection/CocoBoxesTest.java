package dev.roilab.task.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.geometry.Box;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CocoBoxesTest {
    @Test
    void cornersComeBackFromWidthsToTheLastBit() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double x = i % 7 == 0 ? random.nextDouble() * 1e-9 : random.nextDouble() * 500;
            double y = random.nextDouble() * 500;
            var box = new Box(x, y, x + random.nextDouble() * 500, y + Math.exp(random.nextDouble() * 12 - 6));
            List<Double> written = CocoBoxes.of(box);
            assertThat(written.get(0) + written.get(2)).isEqualTo(box.x2());
            assertThat(written.get(1) + written.get(3)).isEqualTo(box.y2());
        }
    }
}
