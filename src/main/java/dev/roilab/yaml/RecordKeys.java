package dev.roilab.yaml;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key that {@link RecordBinder} knows below a record, with what it takes, for a reference page. */
public final class RecordKeys {
    /**
     * A key.
     *
     * @param path keys joined by dots
     * @param takes what may stand there, in words
     * @param optional whether it may be left out or empty
     * @param types names of the block's variants that have this key; empty: all
     * @param origins the records' components that are read there, or the choice; the same of a block at another path
     */
    public record Key(String path, String takes, boolean optional, List<String> types, List<String> origins) {}

    private final SequencedMap<String, Key> keys = new LinkedHashMap<>();

    private RecordKeys() {}

    /** The keys in the order of the records' components. */
    public static List<Key> of(Class<? extends Record> type) {
        var all = new RecordKeys();
        all.record(type, "", List.of());
        return List.copyOf(all.keys.values());
    }

    private void record(Class<?> type, String prefix, List<String> types) {
        for (RecordComponent component : type.getRecordComponents()) {
            Type inner = component.getGenericType();
            boolean optional = component.getType() == Optional.class;
            if (optional && inner instanceof ParameterizedType generic) {
                inner = generic.getActualTypeArguments()[0];
            }
            String origin = type.getName() + "." + component.getName();
            value(prefix + Spelling.key(component.getName()), inner, optional, types, origin);
        }
    }

    private void value(String path, Type type, boolean optional, List<String> types, String origin) {
        if (type instanceof Class<?> raw && raw.isRecord()) {
            record(raw, path + ".", types);
        } else if (type instanceof Class<?> raw && Spelling.isChoice(raw)) {
            Map<String, Class<?>> variants = Spelling.variants(raw);
            add(new Key(
                    path + ".type",
                    String.join(", ", variants.keySet()),
                    optional || Spelling.usual(raw).isPresent(),
                    types,
                    List.of(raw.getName())));
            variants.forEach((name, variant) -> record(variant, path + ".", List.of(name)));
        } else {
            add(new Key(path, takes(type), optional, types, List.of(origin)));
        }
    }

    private void add(Key key) {
        keys.merge(key.path(), key, (one, other) -> {
            String takes = Stream.of(one.takes(), other.takes())
                    .flatMap(text -> Stream.of(text.split(" or ")))
                    .distinct()
                    .collect(Collectors.joining(" or "));
            return new Key(
                    one.path(),
                    takes,
                    one.optional() && other.optional(),
                    both(one.types(), other.types()),
                    both(one.origins(), other.origins()));
        });
    }

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.of(one, other).flatMap(List::stream).distinct().toList();
    }

    private static String takes(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? "keys with " + takes(arguments[1])
                    : "list of " + takes(arguments[0]);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .map(constant -> Spelling.word((Enum<?>) constant))
                    .collect(Collectors.joining(", "));
        }
        if (raw.isRecord()) {
            return Arrays.stream(raw.getRecordComponents())
                    .map(component ->
                            Spelling.key(component.getName()) + (component.getType() == Optional.class ? "?" : ""))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (Spelling.isChoice(raw)) {
            return Spelling.variants(raw).entrySet().stream()
                    .map(variant -> "type: " + variant.getKey() + " " + takes(variant.getValue()))
                    .collect(Collectors.joining(" or "));
        }
        return switch (ScalarBinder.expected(raw)) {
            case "an integer" -> "integer";
            case "a number" -> "number";
            case "true or false" -> "true, false";
            default -> "text";
        };
    }
}
