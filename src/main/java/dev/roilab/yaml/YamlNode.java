package dev.roilab.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A YAML document as an immutable tree. Every node remembers where it was written, also after documents are merged.
 * Paths are keys joined by dots, such as {@code model.backbone.stride}.
 */
public sealed interface YamlNode {
    Position position();

    /**
     * One value.
     *
     * @param text without quotes
     * @param quoted whether it was written in quotes or as a block, which makes it a string whatever it looks like
     */
    record Scalar(Position position, String text, boolean quoted) implements YamlNode {
        private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

        /** Whether no value was given: {@code key:} or {@code key: null}. */
        public boolean isNull() {
            return !quoted && NOTHING.contains(text);
        }
    }

    /** A list. */
    record Sequence(Position position, List<YamlNode> elements) implements YamlNode {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /** Keys and values, in the order of the document. */
    record Mapping(Position position, Map<String, Entry> entries) implements YamlNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public Optional<YamlNode> value(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** This mapping with one more or one other entry. */
        public Mapping with(String key, YamlNode value) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            Entry former = entries.get(key);
            changed.put(key, new Entry(former == null ? value.position() : former.position(), value));
            return new Mapping(position, changed);
        }

        /** This mapping with only the given keys, in this mapping's order. */
        public Mapping only(Set<String> keys) {
            Map<String, Entry> kept = new LinkedHashMap<>(entries);
            kept.keySet().retainAll(keys);
            return new Mapping(position, kept);
        }

        /** This mapping without one key. */
        public Mapping without(String key) {
            Map<String, Entry> kept = new LinkedHashMap<>(entries);
            kept.remove(key);
            return new Mapping(position, kept);
        }

        /** This mapping without what is at a path. */
        public Mapping withoutPath(String path) {
            String[] keys = path.split("\\.", 2);
            if (keys.length == 1) {
                return without(path);
            }
            return value(keys[0]).orElse(null) instanceof Mapping inner
                    ? with(keys[0], inner.withoutPath(keys[1]))
                    : this;
        }
    }

    /**
     * A value under a key.
     *
     * @param position of the key
     */
    record Entry(Position position, YamlNode value) {}

    /** The node at a path below this one. */
    default Optional<YamlNode> at(String path) {
        Optional<YamlNode> node = Optional.of(this);
        for (String key : path.split("\\.", -1)) {
            node = node.flatMap(parent -> parent instanceof Mapping mapping ? mapping.value(key) : Optional.empty());
        }
        return node;
    }

    /**
     * Lays another document over this one: mappings merge key by key; lists and values are replaced, and so is a
     * mapping whose {@code type} the other one changes.
     */
    default YamlNode merge(YamlNode over) {
        if (!(this instanceof Mapping below) || !(over instanceof Mapping above) || changesType(below, above)) {
            return over;
        }
        Map<String, Entry> merged = new LinkedHashMap<>(below.entries());
        above.entries().forEach((key, entry) -> {
            Entry former = merged.get(key);
            merged.put(
                    key,
                    former == null
                            ? entry
                            : new Entry(entry.position(), former.value().merge(entry.value())));
        });
        return new Mapping(above.position(), merged);
    }

    /** Merges a value into this tree at a path, whose missing keys are made; the blocks around it keep their place. */
    default YamlNode mergeAt(String path, YamlNode value) {
        String[] keys = path.split("\\.", 2);
        YamlNode inner = value;
        if (keys.length == 2) {
            inner = at(keys[0]).orElse(new Mapping(value.position(), Map.of())).mergeAt(keys[1], value);
        }
        Mapping over = new Mapping(value.position(), Map.of(keys[0], new Entry(value.position(), inner)));
        return this instanceof Mapping below && merge(over) instanceof Mapping merged && !changesType(below, over)
                ? new Mapping(below.position(), merged.entries())
                : merge(over);
    }

    /** The same tree as if all of it had been written at one place, such as an option of the command line. */
    default YamlNode movedTo(Position place) {
        return switch (this) {
            case Scalar scalar -> new Scalar(place, scalar.text(), scalar.quoted());
            case Sequence sequence ->
                new Sequence(
                        place,
                        sequence.elements().stream()
                                .map(element -> element.movedTo(place))
                                .toList());
            case Mapping mapping -> {
                Map<String, Entry> moved = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) ->
                                moved.put(key, new Entry(place, entry.value().movedTo(place))));
                yield new Mapping(place, moved);
            }
        };
    }

    private static boolean changesType(Mapping below, Mapping above) {
        Optional<YamlNode> type = above.value("type");
        return type.isPresent()
                && !(type.get() instanceof Scalar now
                        && below.value("type").orElse(null) instanceof Scalar before
                        && now.text().equals(before.text()));
    }
}
