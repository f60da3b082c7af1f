package dev.roilab.data.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.Placement;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LabelMapTest {
    private static final int IGNORED = LabelMap.IGNORED;

    private static LabelMap map(int[][] rows) {
        byte[] labels = new byte[rows.length * rows[0].length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) rows[i / rows[0].length][i % rows[0].length];
        }
        return LabelMap.of(rows.length, rows[0].length, labels);
    }

    @Test
    void aMapSaysEachPixelsLabelAndAllOfItInItsText() {
        LabelMap map = map(new int[][] {{0, 0, 1}, {1, 2, IGNORED}});
        assertThat(map.at(2, 0)).isEqualTo(1);
        assertThat(map.at(2, 1)).isEqualTo(IGNORED);
        assertThat(map).hasToString("labels of 3 x 2: 0*2 1*2 2*1 255*1");
        assertThat(map.runs().numbers()).containsExactly(0, 2, 1, 2, 2, 1, 255, 1);
        assertThat(map.runs().labels()).isEqualTo(map.labels());
        // The same runs in another size are another map.
        assertThat(map(new int[][] {{0, 0}, {1, 1}, {2, IGNORED}})).isNotEqualTo(map);
        assertThat(LabelMap.made(2, 3, map::labels)).isEqualTo(map).hasSameHashCodeAs(map);
    }

    @Test
    void aMirroredMapIsReadFromTheRight() {
        LabelMap map = map(new int[][] {{0, 0, 1}, {1, 2, IGNORED}});
        assertThat(map.placed(Placement.resized(3, 2, 3, 2, true))).isEqualTo(map(new int[][] {
            {1, 0, 0}, {IGNORED, 2, 1}
        }));
    }

    @Test
    void aResizedMapRepeatsWholeLabelsAndBlendsNone() {
        LabelMap map = map(new int[][] {{0, 9}, {4, IGNORED}});
        assertThat(map.placed(Placement.resized(2, 2, 4, 2, false))).isEqualTo(map(new int[][] {
            {0, 0, 9, 9}, {4, 4, IGNORED, IGNORED}
        }));
    }

    @Test
    void whatLiesBeyondThePictureIsIgnored() {
        LabelMap map = map(new int[][] {{1, 2}, {3, 4}});
        assertThat(map.placed(Placement.cropped(new Box(-1, 1, 2, 3), 3, 2, false)))
                .isEqualTo(map(new int[][] {{IGNORED, 3, 4}, {IGNORED, IGNORED, IGNORED}}));
        assertThat(map.placed(Placement.cropped(new Box(1, 0, 3, 2), 2, 2, true)))
                .isEqualTo(map(new int[][] {{IGNORED, 2}, {IGNORED, 4}}));
    }

    /** The two rules are one: where a mask's pixel is inside, a map's has the object's label. */
    @Test
    void aPlacedMapAgreesWithThePlacedMaskOfEachLabel() {
        var random = new SplittableRandom(5);
        for (int round = 0; round < 60; round++) {
            int height = 1 + random.nextInt(9);
            int width = 1 + random.nextInt(9);
            byte[] labels = new byte[height * width];
            boolean[] ones = new boolean[labels.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) random.nextInt(3);
                ones[i] = labels[i] == 1;
            }
            double left = random.nextDouble(-4, 6);
            double top = random.nextDouble(-4, 6);
            var window = new Box(left, top, left + random.nextDouble(1, 9), top + random.nextDouble(1, 9));
            var placement = Placement.cropped(window, 1 + random.nextInt(12), 1 + random.nextInt(12), round % 2 == 0);
            RunLengthMask mask = placement.place(RunLengthMask.ofBitmap(height, width, ones));
            LabelMap placed = LabelMap.of(height, width, labels).placed(placement);
            for (int y = 0; y < placement.height(); y++) {
                for (int x = 0; x < placement.width(); x++) {
                    assertThat(placed.at(x, y) == 1).isEqualTo(mask.contains(x, y));
                }
            }
        }
    }

    @Test
    void aMapIsMadeWhenItIsAskedForAndMovesWithItsPicture() {
        var reads = new AtomicInteger();
        LabelMap map = LabelMap.made(1, 2, () -> {
            reads.incrementAndGet();
            return new byte[] {7, 8};
        });
        var truth = new TrueObjects(List.of(), Optional.of(map));
        LabelMap placed =
                truth.placed(Placement.resized(2, 1, 2, 1, true)).labels().orElseThrow();
        assertThat(reads).hasValue(0);
        assertThat(placed.at(0, 0)).isEqualTo(8);
        assertThat(reads).hasValue(1);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> LabelMap.of(2, 2, new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 pixels, expected 2 x 2 = 4");
        LabelMap late = LabelMap.made(2, 2, () -> new byte[5]);
        assertThatThrownBy(late::labels).hasMessageContaining("5 pixels, expected 2 x 2 = 4");
        assertThatThrownBy(() -> LabelMap.made(0, 2, () -> new byte[0])).hasMessageContaining("2 wide and 0 high");
    }
}
