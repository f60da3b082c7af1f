package dev.roilab.report.text;

import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.claim.Comparison;
import dev.roilab.claim.CountTest;
import dev.roilab.claim.ExactComparison;
import dev.roilab.claim.MeanTest;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.TestedClaim;
import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Relation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a tested claim says, as a clause for a paper: which arms, what it did to the claim's own metric, the interval
 * and the seeds. Decided claims are statements, hints are called hints, open ones say that nothing is shown.
 */
final class ClaimSentence {
    static final String HINT = "a hint, no more, that ";

    private final List<String> varied;
    private final int claims;

    /**
     * @param varied paths of the study
     * @param claims how many the study states, for what is said of the correction
     */
    ClaimSentence(List<String> varied, int claims) {
        this.varied = List.copyOf(varied);
        this.claims = claims;
    }

    String of(TestedClaim claim) {
        String where = where(claim);
        return switch (claim.test()) {
            case CountTest counts -> where + counts(claim, counts);
            case ExactComparison exact -> means(where, claim, exact.mean());
            case MeanTest mean -> means(where, claim, mean);
        };
    }

    private String means(String where, TestedClaim claim, MeanTest mean) {
        return mean.comparison().witnesses().before() + where + means(claim, mean);
    }

    /** Two claims that bound one difference from both sides with the same outcome: an equivalence. */
    Optional<String> equivalence(TestedClaim first, TestedClaim second) {
        if (!(first.test() instanceof MeanTest mean && second.test() instanceof MeanTest)
                || !ClaimShape.boundsFromBothSides(first, second)) {
            return Optional.empty();
        }
        List<Pairs.Side> sides = first.sides();
        double upper = first.formula().threshold();
        double lower = second.formula().threshold();
        String margin =
                upper == lower ? "±" + bound(mean, upper) : "-" + bound(mean, lower) + " and +" + bound(mean, upper);
        String equal = sides.getFirst().label() + " and " + sides.get(1).label() + " are equal within " + margin
                + " in " + mean.measure().noun();
        String numbers = " (difference " + numbers(first, mean) + ")";
        return Optional.of(
                mean.comparison().witnesses().before() + where(first) + modal(first.outcome(), equal, "") + numbers);
    }

    private String counts(TestedClaim claim, CountTest test) {
        if (!test.isPaired()) {
            return claim.sides().getFirst().label() + " diverged in " + test.counts() + " trainings (" + test.test()
                    + ")";
        }
        String first = claim.sides().getFirst().label();
        String second = claim.sides().getLast().label();
        String numbers = " (" + test.counts() + " trainings; " + test.test() + ")";
        if (claim.outcome() == Outcome.UNDECIDED) {
            return "no difference shown in how often " + first + " and " + second + " diverge" + numbers;
        }
        String more = test.first() > test.second() ? "more" : "less";
        return hint(claim.outcome()) + first + " diverges " + more + " often than " + second + numbers;
    }

    private String means(TestedClaim claim, MeanTest mean) {
        ClaimFormula formula = claim.formula();
        String numbers = " (" + numbers(claim, mean) + ")";
        if (formula.ratio() || formula.terms().size() == 1 || formula.threshold() != 0) {
            Relation relation = formula.relation();
            return modal(claim.outcome(), statement(claim, mean, relation), statement(claim, mean, relation.negated()))
                    + numbers;
        }
        Optional<String> between =
                ClaimShape.between(claim, varied, mean.estimate().mean());
        if (between.isEmpty()) {
            return quoted(claim) + numbers;
        }
        if (claim.outcome() == Outcome.UNDECIDED) {
            return sameInAllSeeds(claim, mean).orElse(ClaimShape.undecided(claim, varied) + numbers);
        }
        String amount = mean.effect().replaceFirst("^[-+]", "");
        return hint(claim.outcome()) + between.get() + ", by " + amount + " (" + withoutEffect(claim, mean) + ")";
    }

    /** Of a difference that no seed differs in: it was seen, and still nothing is shown. */
    private static Optional<String> sameInAllSeeds(TestedClaim claim, MeanTest mean) {
        Comparison comparison = mean.comparison();
        if (!comparison.isWithoutSpread() || !ClaimShape.isDifference(claim.formula())) {
            return Optional.empty();
        }
        return Optional.of("the difference in " + mean.measure().noun() + " between "
                + claim.sides().getFirst().label() + " and "
                + claim.sides().getLast().label() + " was the same in all " + comparison.seeds() + " (" + mean.effect()
                + comparison.witnesses().after() + "), so that its spread is unknown and nothing can be tested");
    }

    /** The claim itself, or its opposite, in words. */
    private String statement(TestedClaim claim, MeanTest mean, Relation relation) {
        List<Pairs.Side> sides = claim.sides();
        ClaimFormula formula = claim.formula();
        String bound = words(relation) + " " + bound(mean, formula.threshold());
        String first =
                "the " + mean.measure().noun() + " of " + sides.getFirst().label();
        if (formula.ratio()) {
            Pairs.Side second = sides.getLast();
            boolean sameArm = second.label().equals(sides.getFirst().label());
            boolean sameMetric = second.measure().equals(mean.measure());
            return first + " is " + bound + " times "
                    + (sameArm ? "its " : sameMetric ? "that" : "the ")
                    + (sameMetric ? "" : second.measure().noun())
                    + (sameArm ? "" : " of " + second.label());
        }
        if (sides.size() == 1) {
            return first + " is " + bound.replace(" points", " %");
        }
        if (ClaimShape.isDifference(formula)) {
            String margin = formula.threshold() > 0
                    ? bound + " above"
                    : words(relation.turned()) + " " + bound(mean, 0.0 - formula.threshold()) + " below";
            return first + " is " + margin + " that of " + sides.getLast().label();
        }
        return "'" + claim.claim().that() + "' " + (relation == formula.relation() ? "holds" : "does not hold");
    }

    private static String quoted(TestedClaim claim) {
        String that = "'" + claim.claim().that() + "' ";
        return modal(claim.outcome(), that + "holds", that + "does not hold");
    }

    private static String modal(Outcome outcome, String statement, String opposite) {
        return switch (outcome) {
            case SUPPORTED -> statement;
            case CONTRADICTED -> opposite;
            case HINT_FOR -> hint(outcome) + statement;
            case HINT_AGAINST -> hint(outcome) + opposite;
            case UNDECIDED -> "it is open whether " + statement;
        };
    }

    private static String hint(Outcome outcome) {
        return outcome.isHint() ? HINT : "";
    }

    private String numbers(TestedClaim claim, MeanTest mean) {
        String effect = claim.formula().ratio() ? mean.effect() + " times" + mean.instead() : mean.effect();
        return (claim.formula().terms().size() == 1 ? effect.replace(" points", " %") : effect) + ", "
                + withoutEffect(claim, mean);
    }

    private String withoutEffect(TestedClaim claim, MeanTest mean) {
        Comparison comparison = mean.comparison();
        if (claim.test() instanceof ExactComparison) {
            return ExactComparison.why();
        }
        String after = comparison.witnesses().after();
        if (comparison.isWithoutSpread()) {
            return "equal in all " + comparison.seeds() + ", so that nothing is known of the spread" + after;
        }
        if (mean.seeds() < 2) {
            return "from a single " + mean.noun(1) + after;
        }
        String correction = claim.failsByCorrectionOnly()
                ? "; not significant among " + claims + " claims: p = "
                        + String.format(Locale.ROOT, "%.3f", claim.adjusted()) + " by Holm's correction"
                : "";
        return mean.interval() + ", " + comparison.seeds() + after + correction;
    }

    /** {@code "at rate 0.32, "}, or nothing. */
    private String where(TestedClaim claim) {
        StringBuilder where = new StringBuilder();
        claim.where()
                .forEach((path, label) -> where.append(where.isEmpty() ? "at " : " and ")
                        .append(ClaimShape.setting(path, label, varied)));
        return where.isEmpty() ? "" : where + ", ";
    }

    private static String words(Relation relation) {
        return switch (relation) {
            case ABOVE -> "more than";
            case AT_LEAST -> "at least";
            case BELOW -> "less than";
            case AT_MOST -> "at most";
        };
    }

    private static String bound(MeanTest mean, double threshold) {
        String number = threshold == Math.rint(threshold) ? Numbers.fixed(threshold, 0) : Double.toString(threshold);
        String unit = mean.formula().ratio() ? "" : mean.measure().unitOfDifferences();
        return (number + " " + unit).strip().replaceFirst("^1 points$", "1 point");
    }
}
