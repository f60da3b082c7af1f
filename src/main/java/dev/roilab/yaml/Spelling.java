package dev.roilab.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * How Java names are written in YAML: {@code RoiAlign} as roi-align, outputSize as output_size, SMOOTH_L1 as smooth-l1.
 */
public final class Spelling {
    /** Ends the names of records and says nothing of which it is. */
    private static final String SETTINGS = "Settings";

    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private static final Map<Class<?>, List<Class<?>>> OPEN = open();

    private Spelling() {}

    private static Map<Class<?>, List<Class<?>>> open() {
        Map<Class<?>, List<Class<?>>> records = new LinkedHashMap<>();
        for (Variants each : ServiceLoader.load(Variants.class)) {
            records.computeIfAbsent(each.type(), _ -> new ArrayList<>()).addAll(each.records());
        }
        return records;
    }

    /** The {@code type} value that chooses a record of an interface: {@code SppNetSettings} is spp-net. */
    public static String typeName(Class<?> record) {
        String name = record.getSimpleName();
        boolean marked = name.endsWith(SETTINGS);
        return split(marked ? name.substring(0, name.length() - SETTINGS.length()) : name, "-");
    }

    /** Whether values of a type are records of several kinds, which the key {@code type} tells apart. */
    static boolean isChoice(Class<?> type) {
        return (type.isSealed() && !type.isEnum()) || OPEN.containsKey(type);
    }

    /** Whether a record is one of several kinds, also where an interface of its own stands between. */
    static boolean isVariant(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(parent -> isChoice(parent) || isVariant(parent));
    }

    /** The record that a choice is where no {@code type} is given. */
    static Optional<Class<? extends Record>> usual(Class<?> choice) {
        return Optional.ofNullable(choice.getAnnotation(Usual.class)).map(Usual::value);
    }

    /** Whether a record is a choice's {@link #usual}. */
    static boolean isUsual(Class<?> record) {
        return Arrays.stream(record.getInterfaces())
                .anyMatch(parent -> usual(parent).filter(record::equals).isPresent());
    }

    /** The key of a record component. */
    public static String key(String componentName) {
        return split(componentName, "_");
    }

    /** The word for an enum constant. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kinds of a type that {@link #isChoice}, by name. */
    static Map<String, Class<?>> variants(Class<?> choice) {
        Map<String, Class<?>> variants = new LinkedHashMap<>();
        for (Class<?> variant : OPEN.getOrDefault(choice, permitted(choice))) {
            variants.put(typeName(variant), variant);
        }
        return variants;
    }

    private static List<Class<?>> permitted(Class<?> choice) {
        return choice.isSealed() ? List.of(choice.getPermittedSubclasses()) : List.of();
    }

    private static String split(String camelCase, String separator) {
        return WORD_START.matcher(camelCase).replaceAll(separator).toLowerCase(Locale.ROOT);
    }
}
