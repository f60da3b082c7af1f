package dev.roilab.claim;

import dev.roilab.result.TrialResult;
import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arms whose trainings and tests gave the same to the last bit, seed by seed: whatever differs between their settings
 * decided nothing, and their numbers are one number told twice. Times may still differ.
 */
public final class IdenticalArms {
    private IdenticalArms() {}

    /** Labels of the arms that are the same to the bit, together; empty where all differ. */
    public static List<List<String>> groups(List<Arm> arms) {
        Map<List<String>, List<String>> alike = new LinkedHashMap<>();
        for (Arm arm : arms) {
            digests(arm.trials())
                    .ifPresent(digests -> alike.computeIfAbsent(digests, _ -> new ArrayList<>())
                            .add(arm.label()));
        }
        return alike.values().stream().filter(labels -> labels.size() > 1).toList();
    }

    /** Whether two arms' trials are the same to the bit, seed by seed: then no number of seeds tells them apart. */
    public static boolean are(List<TrialResult> first, List<TrialResult> second) {
        Optional<List<String>> digests = digests(first);
        return digests.isPresent() && digests.equals(digests(second));
    }

    /** Why a claim about accuracy that holds such arms against each other has no evidence; absent for other claims. */
    static Optional<String> obstacle(ClaimFormula formula, List<Pairs.Side> sides) {
        if (!comparesArms(formula)
                || !sides.stream().allMatch(side -> side.measure().isAccuracy())) {
            return Optional.empty();
        }
        Optional<List<String>> first = digests(sides.getFirst().trials());
        return first.isPresent()
                        && sides.stream()
                                .allMatch(side -> digests(side.trials()).equals(first))
                ? Optional.of("the same %s to the bit in all %d seeds: what differs between"
                                .formatted(
                                        outputs(sides.getFirst().trials().getFirst()),
                                        sides.getFirst().trials().size())
                        + " their settings decided nothing")
                : Optional.empty();
    }

    /** Whether two arms stand against each other in one measure; two measures of an arm differ whatever arms do. */
    private static boolean comparesArms(ClaimFormula formula) {
        List<Term> terms = formula.terms();
        return terms.stream()
                .anyMatch(one -> terms.stream()
                        .anyMatch(other -> one.metric().equals(other.metric())
                                && !one.arms().equals(other.arms())
                                && (formula.ratio() || one.factor() * other.factor() < 0)));
    }

    /** Such as {@code weights and the same detections}. */
    private static String outputs(TrialResult trial) {
        return String.join(" and the same ", trial.outputDigests().keySet());
    }

    /** By seed; absent unless every trial finished and has all of them. */
    private static Optional<List<String>> digests(List<TrialResult> trials) {
        List<String> digests = new ArrayList<>();
        for (TrialResult trial : trials.stream()
                .sorted(Comparator.comparingLong(TrialResult::seed))
                .toList()) {
            Map<String, String> outputs = trial.outputDigests();
            if (outputs.isEmpty() || !Arm.isFinished(trial)) {
                return Optional.empty();
            }
            digests.add(trial.seed() + " " + outputs);
        }
        return digests.isEmpty() ? Optional.empty() : Optional.of(digests);
    }
}
