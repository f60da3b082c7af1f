package dev.roilab.data.coco;

import dev.roilab.data.check.Findings;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One image, category or annotation of a file, asked for its values. What is not as it should be is an error, and none
 * is read further.
 */
final class CocoElement {
    private final JsonNode node;
    private final String place;
    private final String what;
    private final Findings findings;
    private boolean sound = true;

    /**
     * An element.
     *
     * @param place file and line
     * @param noun of its kind, such as {@code annotation}
     * @param number its place in its list, from 1
     */
    CocoElement(JsonNode node, String place, String noun, int number, Findings findings) {
        this.node = node;
        this.place = place;
        this.findings = findings;
        JsonNode id = node.path("id");
        this.what = noun + " " + (id.isNumber() || id.isString() ? id.asString() : "number " + number + " of its list");
        if (!node.isObject()) {
            wrong("is no object {...}; remove it");
        }
    }

    /** File and line. */
    String place() {
        return place;
    }

    /** Whether all that was asked for was there and as it should be. */
    boolean isSound() {
        return sound;
    }

    /** What is wrong with it, after its name. */
    void wrong(String problem) {
        sound = false;
        findings.error("elements of COCO files", "%s: %s %s".formatted(place, what, problem));
    }

    /** What stands under a key; absent where nothing or null does. */
    Optional<JsonNode> value(String key) {
        JsonNode value = node.path(key);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** A whole number of 64 bits, as ids are: COCO has some beyond 32. */
    long id(String key) {
        Optional<JsonNode> value = value(key);
        if (value.isEmpty()) {
            wrong("has no " + key + "; add it");
            return 0;
        }
        JsonNode number = value.get();
        boolean whole = number.isNumber() && number.doubleValue() == Math.rint(number.doubleValue());
        if (!whole) {
            wrong("has the %s %s, expected a whole number; correct it".formatted(key, shown(number)));
            return 0;
        }
        if (!number.canConvertToLong()) {
            wrong("has the %s %s, which is beyond 64 bits; number from 1".formatted(key, shown(number)));
            return 0;
        }
        return number.longValue();
    }

    /** A whole number of pixels, at least 1. */
    int extent(String key) {
        Optional<JsonNode> value = value(key);
        boolean good = value.isPresent()
                && value.get().isNumber()
                && value.get().canConvertToInt()
                && value.get().doubleValue() == Math.rint(value.get().doubleValue())
                && value.get().intValue() >= 1;
        if (!good) {
            wrong("has %s, expected a whole number of pixels; write the picture's"
                    .formatted(
                            value.map(node -> "the " + key + " " + shown(node)).orElse("no " + key)));
            return 1;
        }
        return value.get().intValue();
    }

    /** A finite number of square pixels, at least 0; absent where nothing stands there. */
    Optional<Double> area(String key) {
        Optional<JsonNode> value = value(key);
        boolean good = value.stream()
                .allMatch(number ->
                        number.isNumber() && number.doubleValue() >= 0 && Double.isFinite(number.doubleValue()));
        if (!good) {
            wrong("has the %s %s, expected square pixels; correct it, or leave it out"
                    .formatted(key, shown(value.orElseThrow())));
            return Optional.empty();
        }
        return value.map(JsonNode::doubleValue);
    }

    /** A number of any kind; absent where nothing stands there. */
    Optional<Double> number(String key) {
        Optional<JsonNode> value = value(key);
        if (value.stream().anyMatch(node -> !node.isNumber())) {
            wrong("has the %s %s, expected a number; correct it, or leave it out"
                    .formatted(key, shown(value.orElseThrow())));
            return Optional.empty();
        }
        return value.map(JsonNode::doubleValue);
    }

    /** A text that is not blank. */
    String text(String key) {
        Optional<String> text =
                value(key).filter(JsonNode::isString).map(JsonNode::asString).filter(word -> !word.isBlank());
        if (text.isEmpty()) {
            wrong("has no " + key + "; add it");
        }
        return text.orElse("");
    }

    /** A flag, 0 or 1; absent: 0. */
    boolean flag(String key) {
        Optional<JsonNode> value = value(key);
        if (value.isEmpty()) {
            return false;
        }
        if (value.get().isBoolean()) {
            return value.get().booleanValue();
        }
        boolean known = value.get().isNumber()
                && (value.get().doubleValue() == 0 || value.get().doubleValue() == 1);
        if (!known) {
            wrong("has the %s %s, expected 0 or 1; correct it".formatted(key, shown(value.get())));
        }
        return known && value.get().doubleValue() == 1;
    }

    /** A list of finite numbers. */
    double[] numbers(JsonNode list, String what) {
        if (!list.isArray()) {
            wrong("has %s %s, expected a list of numbers; correct it".formatted(what, shown(list)));
            return new double[0];
        }
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = list.get(i);
            if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
                wrong("has %s in %s, expected a number; correct it".formatted(shown(number), what));
                return new double[0];
            }
            numbers[i] = number.doubleValue();
        }
        return numbers;
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
