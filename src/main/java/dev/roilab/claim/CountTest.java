package dev.roilab.claim;

import dev.roilab.statistics.ExactTest;
import dev.roilab.study.formula.ClaimFormula;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Counts of diverged trainings: two arms by the exact test of the seeds in which they differ, one arm by the binomial
 * distribution. A seed has one vote: that of the arm of which more of its trainings diverged.
 *
 * @param diverged trainings that diverged, by side
 * @param trainings of which it is known whether they did, by side
 * @param first seeds in which the first arm diverged more often
 * @param second seeds in which the second arm did
 */
public record CountTest(
        ClaimFormula formula,
        List<Integer> diverged,
        List<Integer> trainings,
        int seeds,
        int first,
        int second,
        Witnesses witnesses)
        implements ClaimTest {

    static CountTest of(ClaimFormula formula, Pairs pairs, List<Pairs.Side> sides) {
        List<Pairs.Match> matches = pairs.matches(sides);
        Map<Long, Integer> bySeed = new LinkedHashMap<>();
        int[] diverged = new int[sides.size()];
        for (Pairs.Match match : matches) {
            int balance = 0;
            for (int side = 0; side < sides.size(); side++) {
                int one = (int)
                        sides.get(side).measure().in(match.trials().get(side)).orElse(0);
                diverged[side] += one;
                balance += side == 0 ? one : -one;
            }
            bySeed.merge(match.seed(), balance, Integer::sum);
        }
        List<Integer> counts = new ArrayList<>();
        List<Integer> trainings = new ArrayList<>();
        for (int count : diverged) {
            counts.add(count);
            trainings.add(matches.size());
        }
        return new CountTest(
                formula,
                List.copyOf(counts),
                List.copyOf(trainings),
                bySeed.size(),
                (int) bySeed.values().stream().filter(balance -> balance > 0).count(),
                (int) bySeed.values().stream().filter(balance -> balance < 0).count(),
                Witnesses.of(pairs, sides, matches));
    }

    /** Two arms' counts against each other. */
    public boolean isPaired() {
        return formula.terms().size() == 2
                && !formula.ratio()
                && formula.threshold() == 0
                && formula.terms().getFirst().factor()
                        == -formula.terms().getLast().factor();
    }

    private boolean isShare() {
        return formula.terms().size() == 1
                && formula.terms().getFirst().factor() > 0
                && formula.threshold() >= 0
                && formula.threshold() <= 100
                && trainings.getFirst() == seeds;
    }

    @Override
    public double pValue() {
        if (seeds == 0) {
            return Double.NaN;
        }
        if (isPaired()) {
            return ExactTest.mcNemar(first, second);
        }
        return isShare() ? ExactTest.binomial(diverged.getFirst(), seeds, formula.threshold() / 100) : Double.NaN;
    }

    @Override
    public boolean above() {
        return isPaired()
                ? formula.terms().getFirst().factor() > 0 == first > second
                : 100.0 * diverged.getFirst() / trainings.getFirst() > formula.threshold();
    }

    /** Such as {@code 5 of 5 against 4 of 5}. */
    public String counts() {
        List<String> counts = new ArrayList<>();
        for (int side = 0; side < diverged.size(); side++) {
            counts.add(diverged.get(side) + " of " + trainings.get(side));
        }
        return String.join(" against ", counts);
    }

    /** Which test, and its p value. */
    public String test() {
        String p = String.format(Locale.ROOT, "p = %.2g", pValue());
        if (isPaired()) {
            return "they differ in " + (first + second) + " of " + seeds + " seeds, exact McNemar test " + p;
        }
        return isShare()
                ? "exact binomial test " + p
                : "no exact test of this: compare two arms by > or <, or one arm with a share, in one setting";
    }

    @Override
    public String seen() {
        return witnesses.before() + counts() + " diverged; " + test();
    }

    @Override
    public String needed(double level) {
        if (!isPaired()) {
            return isShare() ? "more seeds" : "a claim that can be tested";
        }
        OptionalInt more = ExactTest.fewestMore(first, second, level);
        return more.isPresent() ? more("at least", more.getAsInt()) : "more seeds than anybody trains";
    }
}
