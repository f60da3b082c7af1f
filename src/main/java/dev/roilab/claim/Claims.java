package dev.roilab.claim;

import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.result.Origin;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.statistics.Holm;
import dev.roilab.study.formula.Claim;
import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Puts a study's claims to the test. Several claims are several chances to be wrong: the outcomes go by p values with
 * Holm's correction for all claims that the study states.
 */
public final class Claims {
    private final StudyResults results;
    private final Map<String, Set<String>> labels = new LinkedHashMap<>();
    private final List<Entry> entries;

    /** A claim, and either its test or why there is none. */
    public record Entry(Claim claim, Optional<TestedClaim> tested, String obstacle, String needed) {
        /** Undecided where there was no test. */
        public Outcome outcome() {
            return tested.map(TestedClaim::outcome).orElse(Outcome.UNDECIDED);
        }

        /** The same in words. */
        public ClaimVerdict verdict() {
            return new ClaimVerdict(
                    claim, outcome(), tested.map(found -> found.test().seen()).orElse(obstacle), needed);
        }
    }

    private Claims(StudyResults results) {
        this.results = results;
        for (String path : results.varied()) {
            labels.put(
                    path,
                    results.trials().stream()
                            .map(trial -> Arm.value(trial, path))
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        entries = corrected(
                results.background().claims().stream().map(this::tested).toList());
    }

    /** One verdict a claim, in the study's order; empty if it claims nothing. */
    public static List<ClaimVerdict> check(StudyResults results) {
        return entries(results).stream().map(Entry::verdict).toList();
    }

    /** Trials that no claim counts, since they have no result: a line for each reason; empty where all have. */
    public static List<String> uncounted(StudyResults results) {
        return Failures.uncounted(results);
    }

    /** Every claim of a study with its test, in the study's order. */
    public static List<Entry> entries(StudyResults results) {
        return new Claims(results).entries;
    }

    private Entry tested(Claim claim) {
        ClaimFormula formula;
        Map<String, String> where;
        try {
            formula = ClaimFormula.parse(claim, labels, results::measure);
            where = ClaimFormula.where(claim, labels);
        } catch (IllegalArgumentException e) {
            return new Entry(claim, Optional.empty(), String.valueOf(e.getMessage()), "results of its arms");
        }
        List<Pairs.Side> sides = new ArrayList<>();
        for (Term term : formula.terms()) {
            sides.add(
                    new Pairs.Side(label(term.arms()), trials(term.arms(), where), Measure.of(results, term.metric())));
        }
        List<TrialResult> trials =
                sides.stream().flatMap(side -> side.trials().stream()).toList();
        Optional<String> other = Origin.otherSettings(trials).or(() -> Origin.mixture(trials));
        if (other.isPresent()) {
            return new Entry(claim, Optional.empty(), other.get(), "the study run to its end");
        }
        Optional<String> identical = IdenticalArms.obstacle(formula, sides);
        if (identical.isPresent()) {
            return new Entry(claim, Optional.empty(), identical.get(), "arms whose settings have an effect");
        }
        Pairs pairs = new Pairs(formula.terms().getFirst().arms().keySet());
        ClaimTest test = sides.stream().allMatch(side -> side.measure().isDivergence())
                ? CountTest.of(formula, pairs, sides)
                : ofNumbers(MeanTest.of(formula, pairs, sides), sides);
        if (test.seeds() == 0) {
            var missing = new MissingNumbers(formula, sides);
            return new Entry(claim, Optional.empty(), missing.text(), missing.needed());
        }
        // After that: no quiet machine gives times to an arm that has no finished trial.
        var evidence = TimeEvidence.of(results);
        for (Pairs.Side side : sides) {
            Optional<String> obstacle = evidence.obstacle(side.measure());
            if (obstacle.isPresent()) {
                return new Entry(claim, Optional.empty(), obstacle.get(), evidence.needed(side.measure()));
            }
        }
        TestedClaim tested = new TestedClaim(claim, formula, where, sides, test, test.pValue(), Outcome.UNDECIDED);
        return new Entry(claim, Optional.of(tested), "", "");
    }

    private static ClaimTest ofNumbers(MeanTest test, List<Pairs.Side> sides) {
        boolean exact = sides.stream().allMatch(side -> side.measure().info().exact());
        return exact && !test.estimate().hasSpread() ? new ExactComparison(test) : test;
    }

    private static List<Entry> corrected(List<Entry> entries) {
        double[] adjusted = Holm.adjusted(entries.stream()
                .mapToDouble(entry ->
                        entry.tested().map(found -> found.test().pValue()).orElse(Double.NaN))
                .toArray());
        double next = Holm.nextLevel(adjusted, Comparison.LEVEL);
        List<Entry> corrected = new ArrayList<>();
        for (int claim = 0; claim < adjusted.length; claim++) {
            Entry entry = entries.get(claim);
            double p = adjusted[claim];
            Optional<TestedClaim> tested = entry.tested().map(found -> found.decided(p));
            String needed = tested.map(found -> needed(found, next)).orElse(entry.needed());
            corrected.add(new Entry(entry.claim(), tested, entry.obstacle(), needed));
        }
        return List.copyOf(corrected);
    }

    private static String needed(TestedClaim claim, double next) {
        if (claim.outcome() == Outcome.SUPPORTED || claim.outcome() == Outcome.CONTRADICTED) {
            return "";
        }
        return claim.outcome().isHint()
                ? claim.test()
                        .more("at least", Comparison.ENOUGH_SEEDS - claim.test().seeds())
                : claim.test().needed(next);
    }

    /** Such as {@code align, stride 16}. */
    private String label(Map<String, String> arms) {
        return arms.entrySet().stream()
                .map(arm -> Arm.labelled(arm.getValue(), arm.getKey(), results.varied()))
                .collect(Collectors.joining(", "));
    }

    private List<TrialResult> trials(Map<String, String> arms, Map<String, String> where) {
        return results.trials().stream()
                .filter(trial -> agrees(trial, arms) && agrees(trial, where))
                .toList();
    }

    private static boolean agrees(TrialResult trial, Map<String, String> labels) {
        return labels.entrySet().stream()
                .allMatch(entry -> Arm.value(trial, entry.getKey()).equals(entry.getValue()));
    }

    /**
     * Why a claim has no number to be tested by, and what would give it some: trials that did not finish, or trials
     * that did and have no such number.
     *
     * @param sides one a term of the formula, in its order
     */
    private record MissingNumbers(ClaimFormula formula, List<Pairs.Side> sides) {
        /** Of what became of a trial. */
        private static final int LONGEST_REASON = 160;

        MissingNumbers {
            sides = List.copyOf(sides);
        }

        /** Which numbers are not there, each seed that did not finish named with what became of it. */
        String text() {
            OptionalInt empty = empty();
            if (empty.isEmpty()) {
                String failed = sides.stream()
                        .filter(side -> !failed(side).isEmpty())
                        .map(side -> side.label() + ": " + failed(side))
                        .distinct()
                        .collect(Collectors.joining("; "));
                return "no seed has a result in every arm" + (failed.isEmpty() ? "" : ": " + failed);
            }
            Pairs.Side side = sides.get(empty.getAsInt());
            String what = side.measure().isDivergence()
                    ? "it is not known whether any trial of " + side.label() + " diverges"
                    : "no trial of " + side.label() + " has " + metric(empty.getAsInt());
            String why = Stream.of(lack(side).orElse(""), failed(side))
                    .filter(reason -> !reason.isEmpty())
                    .collect(Collectors.joining("; "));
            return what + (why.isEmpty() ? "" : ": " + why);
        }

        /** What would decide the claim. Trials that are finished need no finishing. */
        String needed() {
            OptionalInt empty = empty();
            if (empty.isEmpty()) {
                return "finished trials of every arm";
            }
            Pairs.Side side = sides.get(empty.getAsInt());
            return lack(side).isEmpty()
                    ? "finished trials of every arm"
                    : side.measure().isTestTime()
                            ? evidence(side).needed(side.measure())
                            : "trials that have " + metric(empty.getAsInt())
                                    + ": running them again (--again) adds it, unless it is not defined for them";
        }

        /** The first side of which no trial has its number. */
        private OptionalInt empty() {
            return IntStream.range(0, sides.size())
                    .filter(i -> sides.get(i).trials().stream()
                            .noneMatch(trial ->
                                    sides.get(i).measure().counted(trial).isPresent()))
                    .findFirst();
        }

        private String metric(int side) {
            return formula.terms().get(side).metric();
        }

        /** Why trials of a side that finished have no number; absent where none finished. */
        private static Optional<String> lack(Pairs.Side side) {
            List<TrialResult> finished =
                    side.trials().stream().filter(Arm::isFinished).toList();
            if (finished.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> damage = side.measure().isTestTime() ? TimedTrials.damage(finished) : Optional.empty();
            if (damage.isPresent()) {
                return damage.map(text -> text + ", and the times of their own tests do not hold it");
            }
            return side.measure().equals(Measure.TOTAL) && !evidence(side).proposalsMeasured()
                    ? Optional.of("the time of finding proposals was not measured")
                    : Optional.of(finished.size() + (finished.size() == 1 ? " is" : " are") + " finished without it");
        }

        private static TimeEvidence evidence(Pairs.Side side) {
            return TimeEvidence.ofTrials(side.trials());
        }

        private static String failed(Pairs.Side side) {
            return Failures.bySeed(side.trials(), LONGEST_REASON);
        }
    }
}
