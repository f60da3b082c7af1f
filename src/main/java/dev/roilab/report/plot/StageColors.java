package dev.roilab.report.plot;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The colour of every stage, the same in all figures of all reports: tints of Okabe and Ito's palette (Color Universal
 * Design, 2008), on which black numbers can be read. Stages that do alike work share a hue.
 */
final class StageColors {
    /** Stages that are drawn as one. */
    static final Color REST = new Color(0xC8C8C8);

    private static final int SKY = 0x56B4E9;
    private static final int BLUE = 0x0072B2;
    private static final int GREEN = 0x009E73;
    private static final int ORANGE = 0xE69F00;
    private static final int VERMILION = 0xD55E00;
    private static final int PURPLE = 0xCC79A7;
    private static final int YELLOW = 0xF0E442;

    /** Of Paul Tol's muted scheme (2021): the first palette has no more hues. */
    private static final int OLIVE = 0x999933;

    /** Shares of white in a tint. */
    private static final double STRONG = 0.3;

    private static final double LIGHT = 0.68;

    private static final Map<String, Color> BY_NAME = Map.ofEntries(
            Map.entry("decode", tint(YELLOW, STRONG)),
            Map.entry("resize", tint(YELLOW, LIGHT)),
            Map.entry("proposals", tint(SKY, STRONG)),
            Map.entry("windows", tint(SKY, LIGHT)),
            Map.entry("copies", tint(PURPLE, STRONG)),
            Map.entry("outputs", tint(PURPLE, LIGHT)),
            Map.entry("backbone", tint(BLUE, STRONG)),
            Map.entry("neck", tint(ORANGE, LIGHT)),
            Map.entry("box regression", tint(BLUE, LIGHT)),
            Map.entry("warp", tint(ORANGE, STRONG)),
            Map.entry("convolutions", tint(ORANGE, LIGHT)),
            Map.entry("box decoding", tint(OLIVE, STRONG)),
            Map.entry("roi", tint(VERMILION, STRONG)),
            Map.entry("svms", tint(VERMILION, LIGHT)),
            Map.entry("conv5", tint(OLIVE, LIGHT)),
            Map.entry("encoder", tint(BLUE, LIGHT)),
            Map.entry("decoder", tint(VERMILION, STRONG)),
            Map.entry("upsampling", tint(VERMILION, LIGHT)),
            Map.entry("scores", tint(PURPLE, LIGHT)),
            Map.entry("labels", tint(OLIVE, STRONG)),
            Map.entry("fc6", tint(GREEN, STRONG)),
            Map.entry("fc7", tint(GREEN, LIGHT)),
            Map.entry("nms", new Color(0x9A9A9A)),
            Map.entry("unaccounted", new Color(0xDDDDDD)));

    /** For stages that the table does not know yet. */
    private static final List<Color> OTHERS = Stream.of(SKY, GREEN, ORANGE, PURPLE, VERMILION, BLUE)
            .map(color -> tint(color, (STRONG + LIGHT) / 2))
            .toList();

    private StageColors() {}

    /** @param stage with spaces or underscores between its words */
    static Color of(String stage) {
        String name = stage.replace('_', ' ');
        return Optional.ofNullable(BY_NAME.get(name))
                .orElseGet(() -> OTHERS.get(Math.floorMod(name.hashCode(), OTHERS.size())));
    }

    private static Color tint(int color, double white) {
        Color full = new Color(color);
        return new Color(mixed(full.getRed(), white), mixed(full.getGreen(), white), mixed(full.getBlue(), white));
    }

    private static int mixed(int component, double white) {
        return (int) Math.round(component + white * (255 - component));
    }
}
