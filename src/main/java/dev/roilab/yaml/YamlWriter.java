package dev.roilab.yaml;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes records and trees as YAML. Reading a written record back gives an equal one. */
public final class YamlWriter {
    private static final Position NOWHERE = Position.of("generated");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./+-]*");

    private YamlWriter() {}

    /** A record as a tree: its keys in the order of its components, empty ones left out. */
    public static YamlNode.Mapping tree(Record record) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        Class<? extends Record> type = record.getClass();
        if (Spelling.isVariant(type) && !Spelling.isUsual(type)) {
            put(entries, RecordBinder.TYPE_KEY, Spelling.typeName(type));
        }
        for (RecordComponent component : type.getRecordComponents()) {
            put(entries, Spelling.key(component.getName()), read(record, component));
        }
        return new YamlNode.Mapping(NOWHERE, entries);
    }

    /** A list, map, record, enum constant, number, boolean or string as a tree. */
    public static YamlNode node(Object value) {
        return switch (value) {
            case Record record -> tree(record);
            case List<?> list ->
                new YamlNode.Sequence(
                        NOWHERE, list.stream().map(YamlWriter::node).toList());
            case Map<?, ?> map -> {
                Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
                map.forEach((key, element) -> put(entries, String.valueOf(key), element));
                yield new YamlNode.Mapping(NOWHERE, entries);
            }
            case Enum<?> constant -> new YamlNode.Scalar(NOWHERE, Spelling.word(constant), false);
            case String text -> new YamlNode.Scalar(NOWHERE, text, true);
            default -> new YamlNode.Scalar(NOWHERE, value.toString(), false);
        };
    }

    /** YAML text of a tree, blocks indented by two, lists in brackets. */
    public static String write(YamlNode.Mapping tree) {
        var text = new StringBuilder();
        block(tree, "", text);
        return text.toString();
    }

    /** One value as text: a list, enum constant, number, boolean or string. */
    static String write(Object value) {
        return flow(node(value), false);
    }

    /** One line that is the same for trees that mean the same: keys sorted, no layout. */
    public static String canonical(YamlNode node) {
        return flow(node, true);
    }

    private static void put(Map<String, YamlNode.Entry> entries, String key, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> put(entries, key, present));
        } else {
            entries.put(key, new YamlNode.Entry(NOWHERE, node(value)));
        }
    }

    static Object read(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static void block(YamlNode.Mapping mapping, String indent, StringBuilder text) {
        mapping.entries().forEach((key, entry) -> {
            text.append(indent).append(scalar(key, true)).append(':');
            if (entry.value() instanceof YamlNode.Mapping nested
                    && !nested.entries().isEmpty()) {
                text.append('\n');
                block(nested, indent + "  ", text);
            } else {
                text.append(' ').append(flow(entry.value(), false)).append('\n');
            }
        });
    }

    private static String flow(YamlNode node, boolean sorted) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar(scalar.text(), scalar.quoted());
            case YamlNode.Sequence sequence -> {
                List<String> elements = new ArrayList<>();
                sequence.elements().forEach(element -> elements.add(flow(element, sorted)));
                yield "[" + String.join(", ", elements) + "]";
            }
            case YamlNode.Mapping mapping -> {
                List<String> entries = new ArrayList<>();
                var ordered = sorted ? new TreeMap<>(mapping.entries()) : mapping.entries();
                ordered.forEach((key, entry) -> entries.add(scalar(key, true) + ": " + flow(entry.value(), sorted)));
                yield "{" + String.join(", ", entries) + "}";
            }
        };
    }

    /** Strings that could be taken for something else, or contain syntax, are quoted. */
    private static String scalar(String text, boolean string) {
        boolean plain = PLAIN.matcher(text).matches() && !new YamlNode.Scalar(NOWHERE, text, false).isNull();
        if (!string || plain) {
            return text;
        }
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    boolean printable = point >= ' ' && point < 0x7f;
                    quoted.append(printable ? Character.toString(point) : "\\U%08x".formatted(point));
                }
            }
        });
        return quoted.append('"').toString();
    }
}
