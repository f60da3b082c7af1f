package dev.roilab.yaml;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Holds the values of a record against the {@link Range} of each of its components. */
public final class Ranges {
    private Ranges() {}

    /**
     * Ends a constructor whose values are not what the record's components take.
     *
     * @param values of all components, in their order
     * @throws IllegalArgumentException with a line for each, which begins with its key
     */
    public static void require(Class<? extends Record> type, Object... values) {
        throwAny(problems(type, values));
    }

    /** @throws IllegalArgumentException with all of them, a line each, if there are any */
    public static void throwAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    /** The same for a constructor that has more to say: the lines; empty where all is right. */
    public static List<String> problems(Class<? extends Record> type, Object... values) {
        RecordComponent[] components = type.getRecordComponents();
        if (components.length != values.length) {
            throw new IllegalArgumentException("%s has %d components, got %d values"
                    .formatted(type.getSimpleName(), components.length, values.length));
        }
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            problem(components[i], values[i]).ifPresent(problems::add);
        }
        return problems;
    }

    /** What is wrong with one component's value; empty where nothing is, or it has no range. */
    static Optional<String> problem(RecordComponent component, Object value) {
        Range range = component.getAnnotation(Range.class);
        return range == null ? Optional.empty() : problem(Spelling.key(component.getName()), range, value);
    }

    private static Optional<String> problem(String key, Range range, Object value) {
        return switch (value) {
            case Number number ->
                holds(range, number.doubleValue())
                        ? Optional.empty()
                        : Optional.of("%s must be %s%s, got %s".formatted(key, words(range), unit(range), number));
            case Optional<?> maybe -> maybe.flatMap(inner -> problem(key, range, inner));
            case List<?> list ->
                list.stream().allMatch(element -> problem(key, range, element).isEmpty())
                        ? Optional.empty()
                        : Optional.of("%s must each be %s%s, got %s".formatted(key, words(range), unit(range), list));
            default -> throw new IllegalArgumentException("no number, but of a range: " + key);
        };
    }

    private static boolean holds(Range range, double number) {
        return Double.isFinite(number)
                && number >= range.min()
                && number <= range.max()
                && number > range.above()
                && number < range.below()
                && (range.among().length == 0 || Arrays.stream(range.among()).anyMatch(one -> one == number));
    }

    private static String unit(Range range) {
        return range.unit().isEmpty() ? "" : " " + range.unit();
    }

    private static String words(Range range) {
        if (range.among().length > 0) {
            String all =
                    Arrays.stream(range.among()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
            return all.replaceFirst(", ([^,]+)$", " or $1");
        }
        boolean open = Double.isFinite(range.above());
        double from = Math.max(range.min(), range.above());
        boolean openEnd = Double.isFinite(range.below());
        double to = Math.min(range.max(), range.below());
        if (Double.isInfinite(to)) {
            return (open ? "> " : ">= ") + plain(from);
        }
        if (Double.isInfinite(from)) {
            return (openEnd ? "< " : "<= ") + plain(to);
        }
        return "in " + (open ? "(" : "[") + plain(from) + ", " + plain(to) + (openEnd ? ")" : "]");
    }

    /** What a JSON Schema says of a range. */
    static SequencedMap<String, Object> schema(Range range) {
        SequencedMap<String, Object> schema = new LinkedHashMap<>();
        put(schema, "minimum", range.min());
        put(schema, "exclusiveMinimum", range.above());
        put(schema, "maximum", range.max());
        put(schema, "exclusiveMaximum", range.below());
        if (range.among().length > 0) {
            schema.put("enum", Arrays.stream(range.among()).boxed().toList());
        }
        return schema;
    }

    private static void put(Map<String, Object> schema, String key, double bound) {
        if (Double.isFinite(bound)) {
            schema.put(key, whole(bound) ? (Object) (long) bound : (Object) bound);
        }
    }

    private static String plain(double number) {
        return whole(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static boolean whole(double number) {
        return number == Math.rint(number);
    }
}
