package dev.roilab.yaml;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The JSON Schema (draft 2020-12) of what {@link RecordBinder} accepts, for editors. No key is required: a file may
 * leave to the file that it extends whatever it does not change.
 */
public final class RecordSchema {
    /** A wrapper that the binder's own types do not have: the key that says what each key means. */
    private final Map<String, String> descriptions;

    private RecordSchema(Map<String, String> descriptions) {
        this.descriptions = descriptions;
    }

    /**
     * The schema of a record.
     *
     * @param descriptions of paths, keys joined by dots
     */
    public static SequencedMap<String, Object> of(Class<? extends Record> type, Map<String, String> descriptions) {
        return new RecordSchema(descriptions).record(type, "");
    }

    private SequencedMap<String, Object> record(Class<?> type, String prefix) {
        SequencedMap<String, Object> schema = object();
        schema.put("properties", properties(type, prefix));
        schema.put("additionalProperties", false);
        return schema;
    }

    private SequencedMap<String, Object> properties(Class<?> type, String prefix) {
        SequencedMap<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = Spelling.key(component.getName());
            SequencedMap<String, Object> property = value(component.getGenericType(), prefix + key + ".");
            String description = descriptions.get(prefix + key);
            if (description != null) {
                property.put("description", description);
            }
            properties.put(key, property);
        }
        return properties;
    }

    /** All variants' keys, and for each {@code type} which of them it takes. */
    private SequencedMap<String, Object> choice(Class<?> sealedType, String prefix) {
        Map<String, Class<?>> variants = Spelling.variants(sealedType);
        SequencedMap<String, Object> properties = new LinkedHashMap<>();
        properties.put(RecordBinder.TYPE_KEY, map("enum", List.copyOf(variants.keySet())));
        List<Object> rules = new ArrayList<>();
        variants.forEach((name, variant) -> {
            SequencedMap<String, Object> own = properties(variant, prefix);
            List<String> keys = new ArrayList<>(List.of(RecordBinder.TYPE_KEY));
            keys.addAll(own.keySet());
            own.forEach((key, property) -> properties.merge(key, property, RecordSchema::either));
            SequencedMap<String, Object> rule = new LinkedHashMap<>();
            SequencedMap<String, Object> condition = new LinkedHashMap<>();
            condition.put("properties", map(RecordBinder.TYPE_KEY, map("const", name)));
            condition.put("required", List.of(RecordBinder.TYPE_KEY));
            rule.put("if", condition);
            rule.put("then", map("propertyNames", map("enum", keys)));
            rules.add(rule);
        });
        SequencedMap<String, Object> schema = object();
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        schema.put("allOf", rules);
        return schema;
    }

    private static Object either(Object one, Object other) {
        return one.equals(other) ? one : map("anyOf", List.of(one, other));
    }

    private SequencedMap<String, Object> value(Type type, String prefix) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return map("anyOf", List.of(value(arguments[0], prefix), map("type", "null")));
            }
            SequencedMap<String, Object> schema = new LinkedHashMap<>();
            boolean isMap = generic.getRawType() == Map.class;
            schema.put("type", isMap ? "object" : "array");
            schema.put(isMap ? "additionalProperties" : "items", value(arguments[isMap ? 1 : 0], prefix));
            return schema;
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return record(raw, prefix);
        }
        return raw.isSealed() && !raw.isEnum() ? choice(raw, prefix) : scalar(raw);
    }

    private static SequencedMap<String, Object> scalar(Class<?> type) {
        if (type.isEnum()) {
            return map(
                    "enum",
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> Spelling.word((Enum<?>) constant))
                            .toList());
        }
        return map(
                "type",
                switch (ScalarBinder.expected(type)) {
                    case "an integer" -> "integer";
                    case "a number" -> "number";
                    case "true or false" -> "boolean";
                    // Unquoted words and numbers are strings to the binder where it wants one.
                    default -> List.of("string", "number", "boolean");
                });
    }

    private static SequencedMap<String, Object> object() {
        return map("type", "object");
    }

    private static SequencedMap<String, Object> map(String key, Object value) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }
}
