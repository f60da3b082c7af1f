package dev.roilab.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageColorsTest {
    /** Of all systems, as the timers name them. */
    private static final List<String> STAGES = List.of(
            "decode",
            "resize",
            "proposals",
            "windows",
            "copies",
            "warp",
            "backbone",
            "roi",
            "fc6",
            "fc7",
            "outputs",
            "svms",
            "box_regression",
            "box_decoding",
            "nms",
            "unaccounted");

    @Test
    void everyStageHasItsOwnColourOnWhichBlackCanBeRead() {
        List<Color> colors = STAGES.stream().map(StageColors::of).toList();
        assertThat(colors).doesNotHaveDuplicates().doesNotContain(StageColors.REST);
        for (int i = 0; i < colors.size(); i++) {
            for (Color other : colors.subList(0, i)) {
                assertThat(distance(colors.get(i), other)).as(STAGES.get(i)).isGreaterThan(30);
            }
            assertThat(luminance(colors.get(i))).as(STAGES.get(i)).isGreaterThan(0.2);
        }
    }

    @Test
    void aStageOfTomorrowHasOneTooAlwaysTheSame() {
        assertThat(StageColors.of("mask_head")).isEqualTo(StageColors.of("mask head"));
    }

    private static double distance(Color one, Color other) {
        return Math.abs(one.getRed() - other.getRed())
                + Math.abs(one.getGreen() - other.getGreen())
                + Math.abs(one.getBlue() - other.getBlue());
    }

    /** Relative, of WCAG 2.1: 0.2 gives black letters a contrast of 5 to 1. */
    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int component) {
        double share = component / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
