package dev.roilab.study;

import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds claims about trainings that are one and the same on both sides: arms that share a training take one time for it
 * and diverge together, so that no measurement tells them apart.
 */
final class SharedClaims {
    private static final double ROUNDING = 1e-9;

    private static final Set<String> OF_TRAININGS =
            Set.of(HarnessMeasures.DIVERGED.name(), HarnessMeasures.TRAINING.name());

    private SharedClaims() {}

    /**
     * Why a claim says nothing; absent if it may hold and may fail.
     *
     * @param meant settings of the cells that each term is the mean of
     */
    static Optional<String> problem(ClaimFormula formula, Map<Term, List<TrialSettings>> meant) {
        List<Term> terms = formula.terms();
        if (terms.size() < 2
                || !terms.stream().allMatch(term -> OF_TRAININGS.contains(term.metric()))
                || meant.values().stream().anyMatch(List::isEmpty)) {
            return Optional.empty();
        }
        Map<String, Double> factors = new LinkedHashMap<>();
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            List<TrialSettings> cells = meant.getOrDefault(term, List.of());
            double factor = (formula.ratio() ? 1 - 2 * i : term.factor()) / cells.size();
            cells.forEach(
                    cell -> factors.merge(term.metric() + " of " + SeenByTraining.course(cell), factor, Double::sum));
        }
        return factors.values().stream().allMatch(factor -> Math.abs(factor) < ROUNDING)
                ? Optional.of(text(terms))
                : Optional.empty();
    }

    private static String text(List<Term> terms) {
        Set<String> arms = new LinkedHashSet<>();
        terms.forEach(term -> arms.add(String.join(", ", term.arms().values())));
        String named = arms.stream().map(arm -> "'" + arm + "'").collect(Collectors.joining(" and "));
        boolean times = terms.getFirst().metric().equals(HarnessMeasures.TRAINING.name());
        return named + " share the training of each seed and "
                + (times
                        ? "do the same after it, so that they train equally long and no measurement can decide"
                        : "diverge together or not at all, so that no measurement can decide")
                + "; they differ after the training alone: claim something of the test, or remove the claim";
    }
}
