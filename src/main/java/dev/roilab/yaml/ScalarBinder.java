package dev.roilab.yaml;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns one YAML value into one Java value. Nothing is coerced: {@code 2.7} is no int, {@code "7"} no number. */
final class ScalarBinder {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private final Problems problems;

    ScalarBinder(Problems problems) {
        this.problems = problems;
    }

    Optional<Object> bind(YamlNode.Scalar node, Class<?> type) {
        if (type.isEnum()) {
            return constant(node, type);
        }
        return switch (type.getName()) {
            case "java.lang.String" -> Optional.of(node.text());
            case "int", "java.lang.Integer" ->
                integer(node, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
            case "long", "java.lang.Long" ->
                integer(node, Long.MIN_VALUE, Long.MAX_VALUE).map(Object.class::cast);
            case "double", "java.lang.Double" -> number(node);
            case "boolean", "java.lang.Boolean" -> truth(node);
            default -> throw new IllegalStateException("no YAML form for " + type);
        };
    }

    static String expected(Class<?> type) {
        return switch (type.getName()) {
            case "int", "java.lang.Integer", "long", "java.lang.Long" -> "an integer";
            case "double", "java.lang.Double" -> "a number";
            case "boolean", "java.lang.Boolean" -> "true or false";
            default -> "one value";
        };
    }

    private Optional<Object> constant(YamlNode.Scalar node, Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(Spelling.word((Enum<?>) constant), constant);
        }
        Optional<Object> constant = Optional.ofNullable(constants.get(node.text()));
        if (constant.isEmpty()) {
            problems.add(node.position(), Suggestions.unknown("value", node.text(), constants.keySet()));
        }
        return constant;
    }

    private Optional<Long> integer(YamlNode.Scalar node, long min, long max) {
        if (node.quoted() || !INTEGER.matcher(node.text()).matches()) {
            return fail(node, "an integer" + unquoted(node, INTEGER));
        }
        var value = new BigInteger(node.text());
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            return fail(node, "an integer from %d to %d".formatted(min, max));
        }
        return Optional.of(value.longValue());
    }

    private Optional<Object> number(YamlNode.Scalar node) {
        if (node.quoted() || !NUMBER.matcher(node.text()).matches()) {
            return fail(node, "a finite number" + unquoted(node, NUMBER));
        }
        double value = Double.parseDouble(node.text());
        return Double.isInfinite(value) ? fail(node, "a finite number") : Optional.of(value);
    }

    /** What is wrong with a number in quotes is the quotes. */
    private static String unquoted(YamlNode.Scalar node, Pattern number) {
        return node.quoted() && number.matcher(node.text()).matches() ? " without quotes" : "";
    }

    private Optional<Object> truth(YamlNode.Scalar node) {
        return !node.quoted() && (node.text().equals("true") || node.text().equals("false"))
                ? Optional.of(node.text().equals("true"))
                : fail(node, "true or false");
    }

    private <T> Optional<T> fail(YamlNode.Scalar node, String expected) {
        String quote = node.quoted() ? "\"" : "'";
        problems.add(node.position(), "expected %s, got %s%s%s".formatted(expected, quote, node.text(), quote));
        return Optional.empty();
    }
}
