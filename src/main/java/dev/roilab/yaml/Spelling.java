package dev.roilab.yaml;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How Java names are written in YAML: {@code RoiAlign} as roi-align, outputSize as output_size, SMOOTH_L1 as smooth-l1.
 */
public final class Spelling {
    private Spelling() {}

    /** The {@code type} value that chooses a record of a sealed interface. */
    public static String typeName(Class<?> record) {
        return split(record.getSimpleName(), '-');
    }

    /** The key of a record component. */
    public static String key(String componentName) {
        return split(componentName, '_');
    }

    /** The word for an enum constant. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, Class<?>> variants(Class<?> sealedType) {
        Map<String, Class<?>> variants = new LinkedHashMap<>();
        for (Class<?> variant : sealedType.getPermittedSubclasses()) {
            variants.put(typeName(variant), variant);
        }
        return variants;
    }

    private static String split(String camelCase, char separator) {
        return camelCase
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", String.valueOf(separator))
                .toLowerCase(Locale.ROOT);
    }
}
