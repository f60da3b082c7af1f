package dev.roilab.study.formula;

import dev.roilab.measure.MeasureInfo;
import dev.roilab.study.formula.ClaimFormula.Relation;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one formula from left to right. */
final class ClaimParser {
    private static final Pattern METRIC = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)\\s*\\(([^()]*)\\)");
    private static final Pattern NUMBER =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\\s*([A-Za-z%°µ]*[²³]?)");
    private static final Pattern RELATION = Pattern.compile("[<>]=?");
    private static final Pattern SIGN = Pattern.compile("[-+/]");
    private static final String EXAMPLE = "such as ap75(align) - ap75(pool) >= 2 points";

    private final String text;
    private final ArmNames names;
    private final Function<String, Optional<MeasureInfo>> measures;
    private final List<Term> terms = new ArrayList<>();
    private int place;
    private boolean ratio;
    private double threshold;
    private final List<Quantity> quantities = new ArrayList<>();

    /**
     * A number as it is written.
     *
     * @param unit empty where it stands alone
     */
    private record Quantity(double value, String unit) {
        /** A singular of fewer letters would be a unit of its own: {@code m} is no {@code ms}. */
        private static final int LEAST_SINGULAR = 3;

        /** Whether the unit is one of some words, or the singular of one behind 1. */
        boolean isIn(List<String> words) {
            return words.contains(unit)
                    || (value == 1 && unit.length() >= LEAST_SINGULAR && words.contains(unit + "s"));
        }
    }

    /** @param measures by name; units of those that are not known are not checked */
    ClaimParser(String text, ArmNames names, Function<String, Optional<MeasureInfo>> measures) {
        this.text = text;
        this.names = names;
        this.measures = measures;
    }

    ClaimFormula parse() {
        side(1);
        Relation relation = next(RELATION)
                .flatMap(sign -> Relation.of(sign.group()))
                .orElseThrow(() -> expected("one of > >= < <="));
        side(-1);
        skipSpace();
        if (place < text.length()) {
            throw expected("the end of the claim");
        }
        check();
        ClaimFormula formula = formula(relation);
        new ClaimBounds(measures).problem(formula).ifPresent(problem -> {
            throw wrong(problem);
        });
        return formula;
    }

    /** A number that stands before its metric is turned round: {@code 50 < x} says of x that it is above 50. */
    private ClaimFormula formula(Relation relation) {
        Term first = terms.getFirst();
        if (terms.size() > 1 || first.factor() > 0) {
            return new ClaimFormula(ratio, terms, relation, threshold);
        }
        Term turned = new Term(-first.factor(), first.metric(), first.arms());
        return new ClaimFormula(false, List.of(turned), relation.turned(), 0.0 - threshold);
    }

    /** @param factor 1 on the left of the relation, -1 on its right, from where metrics are moved to the left */
    private void side(int factor) {
        int sign = next(Pattern.compile("-")).isPresent() ? -1 : 1;
        item(factor * sign);
        for (Optional<Matcher> more = next(SIGN); more.isPresent(); more = next(SIGN)) {
            if (more.get().group().equals("/")) {
                if (factor < 0 || terms.size() != 1 || ratio) {
                    throw wrong(
                            "a quotient stands alone on the left, " + "such as total_ms(full) / total_ms(svd) >= 1.3");
                }
                ratio = true;
            }
            item(more.get().group().equals("-") ? -factor : factor);
        }
    }

    private void item(int factor) {
        Optional<Matcher> metric = next(METRIC);
        if (metric.isPresent()) {
            terms.add(new Term(factor, metric.get().group(1), arms(metric.get().group(2))));
            return;
        }
        Matcher number = next(NUMBER).orElseThrow(() -> expected("a metric of an arm or a number"));
        var quantity = new Quantity(value(number.group(1)), number.group(2));
        threshold -= factor * quantity.value();
        quantities.add(quantity);
    }

    private double value(String digits) {
        double value = Double.parseDouble(digits);
        boolean vanished = value == 0 && digits.split("[eE]", 2)[0].matches(".*[1-9].*");
        if (Double.isInfinite(value) || vanished) {
            throw wrong("'" + digits + "' is too " + (vanished ? "small" : "large") + " for a number, expected one "
                    + EXAMPLE);
        }
        return value;
    }

    private Map<String, String> arms(String list) {
        Map<String, String> arms = new LinkedHashMap<>();
        for (String word : list.isBlank() ? new String[0] : list.split(",", -1)) {
            String[] parts = word.strip().split("=", 2);
            ArmNames.Arm arm =
                    parts.length == 2 ? names.find(parts[0].strip(), parts[1].strip()) : names.find(parts[0]);
            if (arms.put(arm.path(), arm.label()) != null) {
                throw wrong("'" + list + "' names two arms of " + arm.path());
            }
        }
        return arms;
    }

    private void check() {
        if (terms.isEmpty()) {
            throw wrong("no metric, expected one " + EXAMPLE);
        }
        for (Term term : terms) {
            if (!term.arms().keySet().equals(terms.getFirst().arms().keySet())) {
                throw wrong("every metric must name arms of the same paths");
            }
        }
        if (ratio && (terms.size() != 2 || hasUnit() || threshold <= 0)) {
            throw wrong("a quotient is compared with a number above 0 without a unit");
        }
        checkUnits();
    }

    private boolean hasUnit() {
        return quantities.stream().anyMatch(number -> !number.unit().isEmpty());
    }

    private void checkUnits() {
        List<MeasureInfo> known = terms.stream()
                .flatMap(term -> measures.apply(term.metric()).stream())
                .toList();
        if (known.size() < terms.size()) {
            return;
        }
        MeasureInfo first = known.getFirst();
        List<String> words = first.unit().words();
        for (MeasureInfo info : known) {
            if (!info.unit().words().equals(words)) {
                throw wrong("'" + first.name() + "' and '" + info.name() + "' have different units");
            }
        }
        boolean fit = quantities.stream()
                .allMatch(number -> number.isIn(words)
                        || (number.value() == 0 && number.unit().isEmpty()));
        if (!ratio && !fit) {
            throw wrong(
                    words.contains("")
                            ? "the number stands without a unit: " + first.name() + " has none"
                            : "the number needs the unit of " + first.name() + ": " + String.join(" or ", words));
        }
    }

    private Optional<Matcher> next(Pattern pattern) {
        skipSpace();
        Matcher matcher = pattern.matcher(text).region(place, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        place = matcher.end();
        return Optional.of(matcher);
    }

    private void skipSpace() {
        while (place < text.length() && Character.isWhitespace(text.charAt(place))) {
            place++;
        }
    }

    private IllegalArgumentException expected(String what) {
        String rest = place < text.length() ? "'" + text.substring(place) + "'" : "the end";
        return wrong("expected " + what + ", got " + rest);
    }

    private IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException("claim '" + text + "': " + problem);
    }
}
