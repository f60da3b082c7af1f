package dev.roilab.yaml;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Binds a YAML document to a record.
 *
 * <p>Every component is required unless its type is {@link Optional}, which an absent or empty value leaves empty. A
 * sealed interface, or one with {@link Variants}, is chosen by the key {@code type}, whose value is the kebab-case name
 * of one of its records; without it the block is the interface's {@link Usual} record, if it has one. Nothing is
 * coerced: {@code 2.7} is not an {@code int}. A record may refuse its values with an {@link IllegalArgumentException},
 * one problem a line, each beginning with the key that it is about. All problems of a document are reported together,
 * each as {@code file:line:column: text}.
 */
public final class RecordBinder {
    static final String TYPE_KEY = "type";
    private static final Pattern ELEMENT = Pattern.compile("(.+)\\.([1-9]\\d{0,5})");

    private final Problems problems;
    private final ScalarBinder scalars;

    /** Of the problems: a block can be made without these, and what it is part of has its say in the same reading. */
    private int unknownKeys;

    private RecordBinder(Problems problems) {
        this.problems = problems;
        this.scalars = new ScalarBinder(problems);
    }

    /**
     * Reads {@code yaml} as one {@code type}; {@code file} only names the source in messages.
     *
     * @throws YamlException with everything that is wrong
     */
    public static <T extends Record> T bind(String file, String yaml, Class<T> type) {
        return bind(YamlReader.read(file, yaml), type);
    }

    /**
     * Binds a tree.
     *
     * @throws YamlException with everything that is wrong
     */
    public static <T extends Record> T bind(YamlNode node, Class<T> type) {
        var problems = new Problems();
        Optional<T> value = bind(node, type, problems);
        problems.throwIfAny();
        return value.orElseThrow();
    }

    /** Binds a tree, adding to {@code problems}; absent if anything was wrong. */
    public static <T extends Record> Optional<T> bind(YamlNode node, Class<T> type, Problems problems) {
        int before = problems.count();
        T value = type.cast(new RecordBinder(problems).value(node, type));
        return problems.count() == before ? Optional.ofNullable(value) : Optional.empty();
    }

    private @Nullable Object value(YamlNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return isNull(node) ? Optional.empty() : Optional.ofNullable(value(node, arguments[0]));
            }
            return generic.getRawType() == Map.class ? map(node, arguments[1]) : list(node, arguments[0]);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord() || Spelling.isChoice(raw)) {
            return node instanceof YamlNode.Mapping mapping ? object(mapping, raw) : wrong(node, "keys and values");
        }
        return node instanceof YamlNode.Scalar scalar && !scalar.isNull()
                ? scalars.bind(scalar, raw).orElse(null)
                : wrong(node, ScalarBinder.expected(raw));
    }

    private @Nullable Object list(YamlNode node, Type elementType) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            return wrong(node, "a list");
        }
        var values = new ArrayList<>();
        for (YamlNode element : sequence.elements()) {
            var value = value(element, elementType);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == sequence.elements().size() ? List.copyOf(values) : null;
    }

    private @Nullable Object map(YamlNode node, Type valueType) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return wrong(node, "keys and values");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            var value = value(entry.value(), valueType);
            if (value != null) {
                values.put(key, value);
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private @Nullable Object object(YamlNode.Mapping mapping, Class<?> type) {
        YamlNode chosen = mapping.value(TYPE_KEY).orElse(null);
        if (type.isRecord()) {
            return chosen != null && Spelling.isVariant(type)
                    ? onlyVariant(mapping, chosen, type)
                    : construct(mapping, mapping, type);
        }
        Map<String, Class<?>> variants = Spelling.variants(type);
        if (chosen == null) {
            Optional<Class<? extends Record>> usual = Spelling.usual(type);
            if (usual.isPresent()) {
                return construct(mapping, mapping, usual.get());
            }
            return fail(mapping, "missing key 'type', one of " + String.join(", ", variants.keySet()));
        }
        if (!(chosen instanceof YamlNode.Scalar name)) {
            return wrong(chosen, "one of " + String.join(", ", variants.keySet()));
        }
        Class<?> variant = variants.get(name.text());
        return variant == null
                ? fail(name, Suggestions.unknown("type", name.text(), variants.keySet()))
                : construct(mapping, mapping.without(TYPE_KEY), variant);
    }

    /** A block that may be of one kind alone, where others of its sort may be of several. */
    private @Nullable Object onlyVariant(YamlNode.Mapping mapping, YamlNode chosen, Class<?> type) {
        String name = Spelling.typeName(type);
        return chosen instanceof YamlNode.Scalar scalar && scalar.text().equals(name)
                ? construct(mapping, mapping.without(TYPE_KEY), type)
                : wrong(chosen, "type " + name + ", the only one here");
    }

    private @Nullable Object construct(YamlNode.Mapping block, YamlNode.Mapping mapping, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        var arguments = new @Nullable Object[components.length];
        var unknown = new LinkedHashMap<>(mapping.entries());
        int before = preventing();
        boolean complete = true;
        List<String> keys = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            String key = Spelling.key(components[i].getName());
            keys.add(key);
            YamlNode.Entry entry = unknown.remove(key);
            if (entry != null) {
                arguments[i] = value(entry.value(), components[i].getGenericType());
            } else if (components[i].getType() == Optional.class) {
                arguments[i] = Optional.empty();
            } else {
                missing.add("'" + key + "'");
            }
            complete &= arguments[i] != null;
        }
        if (!missing.isEmpty()) {
            fail(block, missing(missing, block));
        }
        unknown.forEach((key, entry) -> problems.add(
                entry.position(),
                keys.isEmpty()
                        ? "unknown key '%s'; type %s has no keys".formatted(key, Spelling.typeName(type))
                        : Suggestions.unknown("key", key, keys)));
        unknownKeys += unknown.size();
        if (!complete) {
            checkRanges(block, components, arguments);
            return null;
        }
        Object made = instantiate(block, type, arguments);
        return preventing() == before ? made : null;
    }

    private int preventing() {
        return problems.count() - unknownKeys;
    }

    /** All together: where a block's type changes, many are missing at once. */
    private static String missing(List<String> keys, YamlNode.Mapping block) {
        String type =
                block.value(TYPE_KEY).orElse(null) instanceof YamlNode.Scalar name ? " of type " + name.text() : "";
        return (keys.size() == 1 ? "missing key " : "missing keys ") + String.join(", ", keys) + type;
    }

    /** What can be said of a record that cannot be made: whether the values that it has are in their ranges. */
    private void checkRanges(YamlNode.Mapping block, RecordComponent[] components, @Nullable Object[] arguments) {
        for (int i = 0; i < components.length; i++) {
            if (arguments[i] != null) {
                Ranges.problem(components[i], arguments[i]).ifPresent(line -> fail(place(block, line), line));
            }
        }
    }

    private @Nullable Object instantiate(YamlNode.Mapping block, Class<?> type, @Nullable Object[] arguments) {
        try {
            Class<?>[] signature = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(signature);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            String text = String.valueOf(e.getTargetException().getMessage());
            text.lines().forEach(line -> fail(place(block, line), line));
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type, e);
        }
    }

    /**
     * A range check begins with the key, or the path, that it is about; its value is then the better place. A number at
     * the end counts a list's elements from 1.
     */
    private static YamlNode place(YamlNode.Mapping block, String text) {
        String path = text.split(" ", 2)[0];
        Matcher element = ELEMENT.matcher(path);
        if (element.matches() && block.at(element.group(1)).orElse(null) instanceof YamlNode.Sequence list) {
            int index = Integer.parseInt(element.group(2)) - 1;
            return index < list.elements().size() ? list.elements().get(index) : list;
        }
        while (block.at(path).isEmpty() && path.contains(".")) {
            path = path.substring(0, path.lastIndexOf('.'));
        }
        return block.at(path).orElse(block);
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.isNull();
    }

    private @Nullable Object wrong(YamlNode node, String expected) {
        String got = switch (node) {
            case YamlNode.Scalar scalar -> scalar.isNull() ? "nothing" : "'" + scalar.text() + "'";
            case YamlNode.Sequence _ -> "a list";
            case YamlNode.Mapping _ -> "keys and values";
        };
        return fail(node, "expected %s, got %s".formatted(expected, got));
    }

    private @Nullable Object fail(YamlNode node, String text) {
        problems.add(node.position(), text);
        return null;
    }
}
