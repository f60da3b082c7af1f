package dev.roilab.geometry.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MaskOutlineTest {
    private static RunLengthMask mask(String... rows) {
        boolean[] inside = new boolean[rows.length * rows[0].length()];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#';
        }
        return RunLengthMask.ofBitmap(rows.length, rows[0].length(), inside);
    }

    /** What is inside by the even-odd rule. */
    private static boolean[] filled(List<List<Double>> borders, int height, int width) {
        var path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (List<Double> border : borders) {
            path.moveTo(border.getFirst(), border.get(1));
            for (int i = 2; i < border.size(); i += 2) {
                path.lineTo(border.get(i), border.get(i + 1));
            }
            path.closePath();
        }
        boolean[] inside = new boolean[height * width];
        for (int i = 0; i < inside.length; i++) {
            int row = i / width;
            inside[i] = path.contains(i % width + 0.5, row + 0.5);
        }
        return inside;
    }

    @Test
    void aRectangleHasFourCorners() {
        assertThat(MaskOutline.of(mask("....", ".##.", ".##.", "....")))
                .containsExactly(List.of(2.0, 1.0, 3.0, 1.0, 3.0, 3.0, 1.0, 3.0, 1.0, 1.0)
                        .subList(2, 10));
    }

    @Test
    void aHoleHasABorderOfItsOwn() {
        List<List<Double>> borders = MaskOutline.of(mask("###", "#.#", "###"));
        assertThat(borders).hasSize(2).allSatisfy(border -> assertThat(border).hasSize(8));
    }

    @Test
    void pixelsThatTouchAtACornerHaveTwoBorders() {
        assertThat(MaskOutline.of(mask("#.", ".#"))).hasSize(2);
    }

    @Test
    void nothingHasNoBorder() {
        assertThat(MaskOutline.of(RunLengthMask.empty(3, 4))).isEmpty();
    }

    @Test
    void bordersGiveTheMaskAgain() {
        var random = new SplittableRandom(11);
        for (int example = 0; example < 200; example++) {
            int height = 1 + random.nextInt(9);
            int width = 1 + random.nextInt(9);
            boolean[] inside = new boolean[height * width];
            for (int i = 0; i < inside.length; i++) {
                inside[i] = random.nextInt(3) > 0;
            }
            List<List<Double>> borders = MaskOutline.of(RunLengthMask.ofBitmap(height, width, inside));
            assertThat(filled(borders, height, width)).isEqualTo(inside);
        }
    }
}
