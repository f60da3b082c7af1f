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
 * The JSON Schema (draft 2020-12) of what {@link RecordBinder} accepts, for editors. A block may be laid over one of
 * another file, so that {@link #of} requires no key of it; a list is never merged, so that the blocks in it must be
 * whole. {@link #requirements} is what a file must have that is laid over no other.
 */
public final class RecordSchema {
    /** What each key means, by path. */
    private final Map<String, String> descriptions;

    private RecordSchema(Map<String, String> descriptions) {
        this.descriptions = descriptions;
    }

    /**
     * The schema of a record, whose blocks may be partial.
     *
     * @param descriptions of paths, keys joined by dots
     */
    public static SequencedMap<String, Object> of(Class<? extends Record> type, Map<String, String> descriptions) {
        return new RecordSchema(descriptions).record(type, "", false);
    }

    /** The keys that a record and the blocks in it must have, and nothing else about them. */
    public static SequencedMap<String, Object> requirements(Class<? extends Record> type) {
        return required(type);
    }

    private SequencedMap<String, Object> record(Class<?> type, String prefix, boolean whole) {
        SequencedMap<String, Object> schema = object();
        SequencedMap<String, Object> properties = properties(type, prefix, whole);
        if (Spelling.isVariant(type)) {
            properties.put(RecordBinder.TYPE_KEY, map("const", Spelling.typeName(type)));
        }
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        if (whole) {
            schema.put("required", requiredKeys(type));
        }
        return schema;
    }

    private SequencedMap<String, Object> properties(Class<?> type, String prefix, boolean whole) {
        SequencedMap<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = Spelling.key(component.getName());
            SequencedMap<String, Object> range = Optional.ofNullable(component.getAnnotation(Range.class))
                    .map(Ranges::schema)
                    .orElse(new LinkedHashMap<>());
            SequencedMap<String, Object> property = value(component.getGenericType(), prefix + key + ".", whole, range);
            properties.put(key, described(prefix + key, property));
        }
        return properties;
    }

    private SequencedMap<String, Object> described(String path, SequencedMap<String, Object> property) {
        String description = descriptions.get(path);
        if (description != null) {
            property.put("description", description);
        }
        return property;
    }

    /** All variants' keys, and for each {@code type} which of them it takes, and what a key has to be there alone. */
    private SequencedMap<String, Object> choice(Class<?> sealedType, String prefix, boolean whole) {
        Map<String, Class<?>> variants = Spelling.variants(sealedType);
        SequencedMap<String, Object> properties = new LinkedHashMap<>();
        properties.put(
                RecordBinder.TYPE_KEY,
                described(prefix + RecordBinder.TYPE_KEY, map("enum", List.copyOf(variants.keySet()))));
        Map<String, SequencedMap<String, Object>> ownByName = new LinkedHashMap<>();
        variants.forEach((name, variant) -> {
            SequencedMap<String, Object> own = properties(variant, prefix, whole);
            own.forEach((key, property) -> properties.merge(key, property, RecordSchema::either));
            ownByName.put(name, own);
        });
        List<Object> rules = new ArrayList<>();
        variants.forEach((name, variant) -> {
            SequencedMap<String, Object> own = ownByName.getOrDefault(name, new LinkedHashMap<>());
            List<String> keys = new ArrayList<>(List.of(RecordBinder.TYPE_KEY));
            keys.addAll(own.keySet());
            SequencedMap<String, Object> then = map("propertyNames", map("enum", keys));
            own.entrySet().removeIf(key -> key.getValue().equals(properties.get(key.getKey())));
            if (!own.isEmpty()) {
                then.put("properties", own);
            }
            if (whole) {
                then.put("required", requiredKeys(variant));
            }
            rules.add(rule(name, !Spelling.isUsual(variant), then));
        });
        SequencedMap<String, Object> schema = object();
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        schema.put("allOf", rules);
        if (whole && Spelling.usual(sealedType).isEmpty()) {
            schema.put("required", List.of(RecordBinder.TYPE_KEY));
        }
        return schema;
    }

    /**
     * What holds where {@code type} has a value.
     *
     * @param named whether it must be there
     */
    private static SequencedMap<String, Object> rule(String typeName, boolean named, Map<String, Object> then) {
        SequencedMap<String, Object> condition = new LinkedHashMap<>();
        condition.put("properties", map(RecordBinder.TYPE_KEY, map("const", typeName)));
        if (named) {
            condition.put("required", List.of(RecordBinder.TYPE_KEY));
        }
        SequencedMap<String, Object> rule = new LinkedHashMap<>();
        rule.put("if", condition);
        rule.put("then", then);
        return rule;
    }

    private static List<String> requiredKeys(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getType() != Optional.class)
                .map(component -> Spelling.key(component.getName()))
                .toList();
    }

    private static SequencedMap<String, Object> required(Type type) {
        Type inner = type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type;
        SequencedMap<String, Object> schema = new LinkedHashMap<>();
        if (inner instanceof Class<?> raw && raw.isRecord()) {
            schema.put("required", requiredKeys(raw));
            SequencedMap<String, Object> properties = new LinkedHashMap<>();
            for (RecordComponent component : raw.getRecordComponents()) {
                SequencedMap<String, Object> of = required(component.getGenericType());
                if (!of.isEmpty()) {
                    properties.put(Spelling.key(component.getName()), of);
                }
            }
            schema.put("properties", properties);
        } else if (inner instanceof Class<?> raw && Spelling.isChoice(raw)) {
            if (Spelling.usual(raw).isEmpty()) {
                schema.put("required", List.of(RecordBinder.TYPE_KEY));
            }
            List<Object> rules = new ArrayList<>();
            Spelling.variants(raw)
                    .forEach((name, variant) -> rules.add(rule(name, !Spelling.isUsual(variant), required(variant))));
            schema.put("allOf", rules);
        }
        return schema;
    }

    private static Object either(Object one, Object other) {
        return one.equals(other) ? one : map("anyOf", List.of(one, other));
    }

    /** @param range of the numbers in it */
    private SequencedMap<String, Object> value(
            Type type, String prefix, boolean whole, SequencedMap<String, Object> range) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return map("anyOf", List.of(value(arguments[0], prefix, whole, range), map("type", "null")));
            }
            SequencedMap<String, Object> schema = new LinkedHashMap<>();
            boolean isMap = generic.getRawType() == Map.class;
            schema.put("type", isMap ? "object" : "array");
            schema.put(isMap ? "additionalProperties" : "items", value(arguments[isMap ? 1 : 0], prefix, true, range));
            return schema;
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return record(raw, prefix, whole);
        }
        if (Spelling.isChoice(raw)) {
            return choice(raw, prefix, whole);
        }
        SequencedMap<String, Object> scalar = scalar(raw);
        scalar.putAll(range);
        return scalar;
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
