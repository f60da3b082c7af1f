package dev.roilab.rpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.geometry.Box;
import dev.roilab.rpn.AnchorSettings.Centre;
import dev.roilab.rpn.AnchorSettings.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnchorsTest {
    private static final List<Double> RATIOS = List.of(0.5, 1.0, 2.0);

    private static List<Box> boxes(Anchors anchors) {
        List<Box> boxes = new ArrayList<>();
        for (int anchor = 0; anchor < anchors.count(); anchor++) {
            boxes.add(anchors.box(anchor));
        }
        return boxes;
    }

    /** Faster R-CNN's nine anchors of a cell, which its code counts from pixel 1 and with inclusive ends. */
    @Test
    void baseSidesRoundedGiveTheAuthorsAnchors() {
        var settings = new AnchorSettings(
                List.of(128.0, 256.0, 512.0), RATIOS, Optional.of(Centre.MIDDLE), Optional.of(Rounding.BASE_SIDES));
        double[][] published = {
            {-83, -39, 100, 56}, {-175, -87, 192, 104}, {-359, -183, 376, 200},
            {-55, -55, 72, 72}, {-119, -119, 136, 136}, {-247, -247, 264, 264},
            {-35, -79, 52, 96}, {-79, -167, 96, 184}, {-167, -343, 184, 360}
        };
        List<Box> expected = new ArrayList<>();
        for (double[] side : published) {
            expected.add(new Box(side[0] - 1, side[1] - 1, side[2], side[3]));
        }
        assertThat(boxes(Anchors.of(settings, 1, 1, 16))).isEqualTo(expected);
    }

    @Test
    void everyCellHasTheSameAnchorsMovedByItsStride() {
        var settings = new AnchorSettings(List.of(8.0), List.of(0.25, 1.0), Optional.empty(), Optional.empty());
        Anchors anchors = Anchors.of(settings, 2, 3, 4);
        assertThat(boxes(anchors))
                .hasSize(12)
                .startsWith(new Box(-6, 0, 10, 4), new Box(-2, -2, 6, 6), new Box(-2, 0, 14, 4), new Box(2, -2, 10, 6))
                .endsWith(new Box(2, 4, 18, 8), new Box(6, 2, 14, 10));
        var corner = new AnchorSettings(List.of(8.0), List.of(1.0), Optional.of(Centre.CORNER), Optional.empty());
        assertThat(boxes(Anchors.of(corner, 1, 2, 4))).containsExactly(new Box(-4, -4, 4, 4), new Box(0, -4, 8, 4));
    }

    @Test
    void mapsFollowOneAnother() {
        var settings = new AnchorSettings(List.of(8.0), RATIOS, Optional.empty(), Optional.empty());
        Anchors fine = Anchors.of(settings, 2, 2, 4);
        Anchors coarse = Anchors.of(settings, 1, 1, 8);
        Anchors joined = Anchors.joined(List.of(fine, coarse));
        assertThat(joined.levels()).containsExactly(new Anchors.Level(0, 3, 4), new Anchors.Level(12, 3, 1));
        assertThat(boxes(joined).subList(12, 15)).isEqualTo(boxes(coarse));
        assertThat(joined.level(11)).isEqualTo(joined.levels().getFirst());
        assertThat(joined.level(12)).isEqualTo(joined.levels().getLast());
    }

    @Test
    void aBorderIsInside() {
        var settings = new AnchorSettings(List.of(4.0), List.of(1.0), Optional.empty(), Optional.empty());
        Anchors anchors = Anchors.of(settings, 2, 2, 4);
        assertThat(anchors.isInside(3, 8, 8)).isTrue();
        assertThat(anchors.isInside(3, 7.9, 8)).isFalse();
        assertThat(anchors.isInside(3, 8, 7.9)).isFalse();
    }

    @Test
    void settingsWithoutAnchorsOrWithOneTwiceAreRefused() {
        assertThatThrownBy(() -> new AnchorSettings(List.of(), List.of(1.0, 1.0), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sizes must name at least one")
                .hasMessageContaining("ratios names one twice: [1.0, 1.0]");
    }
}
