package dev.roilab.data.labels;

import dev.roilab.data.LabelMapsSettings.MapClass;
import dev.roilab.data.parts.LabelMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which value of a map's file is which class: a value is a colour, {@code 0xRRGGBB}, or a place among the classes. */
final class MapClasses {
    /** The label of values that no class has. */
    static final int NONE = -1;

    private final boolean coloured;
    private final List<MapClass> classes;
    private final List<String> names;
    private final Map<Integer, Integer> labels = new HashMap<>();

    /**
     * The classes as they were named, which {@link dev.roilab.data.LabelMapsSettings#problems} found nothing wrong
     * with.
     *
     * @param ignored names of which the pixels are ignored
     */
    MapClasses(List<MapClass> classes, List<String> ignored) {
        this.classes = List.copyOf(classes);
        coloured = classes.stream().allMatch(each -> each.colour().isPresent());
        names = classes.stream()
                .map(MapClass::name)
                .distinct()
                .filter(name -> !ignored.contains(name))
                .toList();
        if (!coloured) {
            labels.put(LabelMap.IGNORED, LabelMap.IGNORED);
        }
        for (int place = 0; place < classes.size(); place++) {
            int label = names.indexOf(classes.get(place).name());
            labels.put(value(place), label < 0 ? LabelMap.IGNORED : label);
        }
    }

    private int value(int place) {
        return classes.get(place)
                .colour()
                .map(text -> Integer.parseInt(text.substring(1), 16))
                .orElse(place);
    }

    /** Whether values are colours. */
    boolean coloured() {
        return coloured;
    }

    /** Of the data set, by label. */
    List<String> names() {
        return names;
    }

    /** How many were named, ignored ones included. */
    int count() {
        return classes.size();
    }

    /** A label, {@link LabelMap#IGNORED} or {@link #NONE}. */
    int label(int value) {
        return labels.getOrDefault(value, NONE);
    }

    /** A value for people. */
    String text(int value) {
        return coloured ? "#%06X".formatted(value) : Integer.toString(value);
    }

    /**
     * The classes whose value is not among some, with it.
     *
     * @param seen how many pixels have each value
     */
    List<String> unseen(Map<Integer, Long> seen) {
        List<String> unseen = new ArrayList<>();
        for (int place = 0; place < classes.size(); place++) {
            if (!seen.containsKey(value(place))) {
                unseen.add(classes.get(place).name() + " " + text(value(place)));
            }
        }
        return unseen;
    }

    /** All that decides what a value means. */
    String description() {
        return "%s %s %s".formatted(coloured, names, new TreeMap<>(labels));
    }
}
