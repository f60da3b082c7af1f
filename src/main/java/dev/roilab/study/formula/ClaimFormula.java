package dev.roilab.study.formula;

import dev.roilab.measure.MeasureInfo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A claim that can be computed: {@code sum of factor x metric(arm) RELATION threshold}, or {@code metric(arm) /
 * metric(arm) RELATION threshold}.
 *
 * <p>Written as {@code ap75(align) > ap75(pool)}, {@code ap50(full) - ap50(svd) <= 0.3 points}, {@code total_ms(full) /
 * total_ms(svd) >= 1.3}, {@code ap50(align) >= 60 points}, or, as a difference of differences, {@code ap(align,
 * stride=16) - ap(pool, stride=16) > ap(align, stride=8) - ap(pool, stride=8)}. An arm is named by labels of the
 * study's {@code vary}; a label that two paths share is written {@code path=label}, where the end of the path is
 * enough.
 *
 * @param ratio whether the first of two terms is divided by the second; otherwise the terms are added
 * @param threshold in the unit that reports print: points of percent, milliseconds; a plain number for a ratio
 */
public record ClaimFormula(boolean ratio, List<Term> terms, Relation relation, double threshold) {
    public ClaimFormula {
        terms = List.copyOf(terms);
    }

    /** How the sides compare. */
    public enum Relation {
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        AT_MOST("<=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** As claims write it. */
        public String sign() {
            return sign;
        }

        /** Whether larger values of the left side speak for the claim. */
        public boolean upward() {
            return this == ABOVE || this == AT_LEAST;
        }

        /** What holds where this does not. */
        public Relation negated() {
            return switch (this) {
                case ABOVE -> AT_MOST;
                case AT_LEAST -> BELOW;
                case BELOW -> AT_LEAST;
                case AT_MOST -> ABOVE;
            };
        }

        /** What holds of the other side's number: of {@code -x} where this holds of {@code x}. */
        public Relation turned() {
            return switch (this) {
                case ABOVE -> BELOW;
                case AT_LEAST -> AT_MOST;
                case BELOW -> ABOVE;
                case AT_MOST -> AT_LEAST;
            };
        }

        static Optional<Relation> of(String sign) {
            return List.of(values()).stream()
                    .filter(relation -> relation.sign.equals(sign))
                    .findFirst();
        }
    }

    /**
     * A metric of an arm.
     *
     * @param arms label by varied path; trials of all other labels are paired
     */
    public record Term(double factor, String metric, Map<String, String> arms) {}

    /**
     * Reads a claim.
     *
     * @param labels of every varied path, in the study's order
     * @param measures by name; the units of those that are not known are not checked
     * @throws IllegalArgumentException that says what is wrong and what was expected
     */
    public static ClaimFormula parse(
            Claim claim,
            Map<String, ? extends Collection<String>> labels,
            Function<String, Optional<MeasureInfo>> measures) {
        ClaimFormula formula = new ClaimParser(claim.that(), new ArmNames(labels), measures).parse();
        Map<String, String> where = where(claim, labels);
        for (String path : where.keySet()) {
            if (formula.terms().getFirst().arms().containsKey(path)) {
                throw new IllegalArgumentException("'" + path + "' is in 'where' and in '" + claim.that() + "'");
            }
        }
        return formula;
    }

    /**
     * The labels that {@code where} asks for, by full path.
     *
     * @throws IllegalArgumentException if a path is not varied or has no such label
     */
    public static Map<String, String> where(Claim claim, Map<String, ? extends Collection<String>> labels) {
        var names = new ArmNames(labels);
        Map<String, String> where = new LinkedHashMap<>();
        claim.where().orElse(Map.of()).forEach((path, label) -> {
            ArmNames.Arm arm = names.find(path, label);
            where.put(arm.path(), arm.label());
        });
        return where;
    }
}
