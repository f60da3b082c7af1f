package dev.roilab.data.labels;

import dev.roilab.data.LabelMapsSettings.Unknown;
import dev.roilab.data.check.Findings;
import dev.roilab.data.parts.LabelMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** How often each value stands in the maps, and what is odd about that. */
final class MapValues {
    /** In parts of all pixels; a value that is rarer is told by its number of pixels and its first file. */
    private static final double RARE = 0.001;

    private static final int SHOWN = 10;

    /** More colours of no class than this were not chosen by anybody. */
    private static final int MANY = 64;

    private final MapClasses classes;
    private final String source;
    private final Unknown policy;
    private final Map<Integer, Long> pixels = new LinkedHashMap<>();
    private final Map<Integer, String> firsts = new LinkedHashMap<>();
    private final Map<String, long[]> ofSplit = new LinkedHashMap<>();
    private int maps;
    private int strange;

    /**
     * Nothing seen so far.
     *
     * @param source what names the classes, a setting or a file
     */
    MapValues(MapClasses classes, String source, Unknown policy) {
        this.classes = classes;
        this.source = source;
        this.policy = policy;
    }

    /**
     * One map more.
     *
     * @param counts pixels of each value
     * @return whether it can be used
     */
    boolean add(String split, String map, Map<Integer, Long> counts) {
        long[] labels = ofSplit.computeIfAbsent(split, _ -> new long[LabelMap.IGNORED + 1]);
        boolean known = true;
        for (var entry : counts.entrySet()) {
            pixels.merge(entry.getKey(), entry.getValue(), Long::sum);
            firsts.putIfAbsent(entry.getKey(), map);
            int label = classes.label(entry.getKey());
            known &= label != MapClasses.NONE;
            labels[label == MapClasses.NONE ? LabelMap.IGNORED : label] += entry.getValue();
        }
        maps++;
        strange += known ? 0 : 1;
        return known || policy == Unknown.IGNORE;
    }

    /** Tells the values that no class has, and the classes that no value has. */
    void report(Findings findings) {
        List<Integer> unknown = pixels.keySet().stream()
                .filter(value -> classes.label(value) == MapClasses.NONE)
                .sorted(Comparator.comparingLong((Integer value) -> -pixels.getOrDefault(value, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        if (!unknown.isEmpty()) {
            String line = unknownText(unknown);
            if (policy == Unknown.IGNORE) {
                findings.listed("values of no class", line + "; they are ignored");
            } else {
                findings.error("values of no class", line + "; " + remedy());
            }
        } else if (isBinary()) {
            findings.error(
                    "values of no class",
                    source
                            + ": the maps hold 0 and 255 alone, and 255 is ignored, so that one class is left; if 255 is a class, give colours: [{name: background, colour: \"#000000\"}, {name: object, colour: \"#FFFFFF\"}]");
        }
        if (unknown.isEmpty() || policy == Unknown.IGNORE) {
            findUntold(findings);
        }
    }

    private boolean isBinary() {
        return !classes.coloured() && pixels.keySet().equals(Set.of(0, LabelMap.IGNORED));
    }

    private String unknownText(List<Integer> unknown) {
        long all = pixels.values().stream().mapToLong(Long::longValue).sum();
        long strangers = unknown.stream()
                .mapToLong(value -> pixels.getOrDefault(value, 0L))
                .sum();
        List<String> told = new ArrayList<>();
        unknown.stream().limit(SHOWN).forEach(value -> told.add(text(value, all)));
        String more = unknown.size() <= SHOWN
                ? ""
                : " and %d more%s"
                        .formatted(
                                unknown.size() - SHOWN,
                                unknown.size() < MANY
                                        ? ""
                                        : ", as smoothed borders leave them (maps that were resized, or saved as JPEG)");
        String noun = classes.coloured() ? "colours" : "values";
        int most = unknown.getFirst();
        String line = "%s: %s, in %d of %d maps, have %s of no class: %s%s%s"
                .formatted(
                        source,
                        isRare(strangers, all) ? count(strangers) : share(strangers, all) + " of all pixels",
                        strange,
                        maps,
                        noun,
                        String.join(", ", told),
                        more,
                        isRare(pixels.getOrDefault(most, 0L), all) ? "" : ", the first in " + firsts.get(most));
        return line + whatIsExpected(2 * strangers > all);
    }

    private String whatIsExpected(boolean most) {
        if (!classes.coloured()) {
            return "; there are %d classes, 0 to %d, and %d is ignored"
                    .formatted(classes.count(), classes.count() - 1, LabelMap.IGNORED);
        }
        List<String> unseen = classes.unseen(pixels);
        return unseen.isEmpty()
                ? ""
                : "; of the classes, %s in no map%s"
                        .formatted(
                                Findings.several(unseen) + (unseen.size() == 1 ? " is" : " are"),
                                most ? ": " + source + " is of maps with other colours" : "");
    }

    private String remedy() {
        return classes.coloured()
                ? "correct the colours of the classes (data.classes: [{name: Road, colour: \"#6EC1E4\"}, ...]), or leave these pixels out by data.unknown: ignore"
                : "name more classes, correct the maps, or leave these pixels out by data.unknown: ignore";
    }

    private String text(int value, long all) {
        long count = pixels.getOrDefault(value, 0L);
        return isRare(count, all)
                ? "%s %s (first in %s)".formatted(classes.text(value), count(count), firsts.get(value))
                : "%s %s".formatted(classes.text(value), share(count, all));
    }

    private static boolean isRare(long part, long all) {
        return part < RARE * all;
    }

    private static String count(long pixels) {
        return pixels + (pixels == 1 ? " pixel" : " pixels");
    }

    private void findUntold(Findings findings) {
        for (int label = 0; label < classes.names().size(); label++) {
            String name = classes.names().get(label);
            if (count("train", label) == 0) {
                findings.listed(
                        "classes without training pixels",
                        "%s: no training map has a pixel of class '%s'; it cannot be learned".formatted(source, name));
            }
            if (count("test", label) == 0) {
                findings.listed(
                        "classes without test pixels",
                        "%s: no test map has a pixel of class '%s'; nothing is measured of it".formatted(source, name));
            }
        }
    }

    private long count(String split, int label) {
        long[] labels = ofSplit.get(split);
        return labels == null ? 0 : labels[label];
    }

    /** The part of each class in the pixels of a split, in words. */
    String shares(String split) {
        long all = LongStream.rangeClosed(0, LabelMap.IGNORED)
                .map(label -> count(split, (int) label))
                .sum();
        List<String> parts = new ArrayList<>();
        for (int label = 0; label < classes.names().size(); label++) {
            parts.add(classes.names().get(label) + " " + share(count(split, label), all));
        }
        return "%s maps: %s; ignored %s"
                .formatted(split, String.join(", ", parts), share(count(split, LabelMap.IGNORED), all));
    }

    private static String share(long part, long all) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, all));
    }
}
