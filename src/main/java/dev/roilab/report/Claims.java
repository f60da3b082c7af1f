package dev.roilab.report;

import dev.roilab.experiment.Claim;
import dev.roilab.experiment.ClaimFormula;
import dev.roilab.experiment.ClaimFormula.Relation;
import dev.roilab.experiment.ClaimFormula.Term;
import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult;
import dev.roilab.report.ClaimVerdict.Outcome;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.report.statistics.MeanEstimate;
import dev.roilab.report.statistics.SeedsNeeded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a study's claims to the test. */
public final class Claims {
    private final StudyResults results;
    private final Map<String, Set<String>> labels = new LinkedHashMap<>();

    private Claims(StudyResults results) {
        this.results = results;
        for (String path : results.varied()) {
            labels.put(
                    path,
                    results.trials().stream()
                            .map(trial -> Arm.value(trial, path))
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
    }

    /** One verdict a claim, in the study's order; empty if it claims nothing. */
    public static List<ClaimVerdict> check(StudyResults results) {
        var claims = new Claims(results);
        return results.background().claims().stream().map(claims::check).toList();
    }

    /** Empty if the study claims nothing. */
    static List<Block> section(StudyResults results) {
        List<ClaimVerdict> verdicts = check(results);
        if (verdicts.isEmpty()) {
            return List.of();
        }
        TableBuilder table = new TableBuilder("claims")
                .text("claim")
                .text("verdict")
                .text("seen")
                .text("would decide")
                .text("source");
        for (ClaimVerdict verdict : verdicts) {
            Claim claim = verdict.claim();
            String where = claim.where().orElse(Map.of()).entrySet().stream()
                    .map(entry -> entry.getKey() + " = " + entry.getValue())
                    .collect(Collectors.joining(", "));
            table.row(List.of(
                    Text.of(claim.that() + (where.isEmpty() ? "" : ", where " + where)),
                    Text.bold(word(verdict.outcome())),
                    Text.of(verdict.seen()),
                    Text.of(verdict.needed()),
                    Text.of(claim.source().orElse(""))));
        }
        Text caption =
                Text.of("Supported or contradicted: the 95 % interval over seeds, paired by seed, lies wholly on "
                        + "one side; otherwise undecided. Differences of metrics in points of percent.");
        return List.of(new Block.Heading(2, "Claims"), table.build(caption));
    }

    static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private ClaimVerdict check(Claim claim) {
        ClaimFormula formula;
        Map<String, String> where;
        try {
            formula = ClaimFormula.parse(claim, labels);
            where = ClaimFormula.where(claim, labels);
        } catch (IllegalArgumentException e) {
            return new ClaimVerdict(claim, Outcome.UNDECIDED, String.valueOf(e.getMessage()), "results of its arms");
        }
        List<Pairs.Side> sides = new ArrayList<>();
        for (Term term : formula.terms()) {
            sides.add(new Pairs.Side(trials(term.arms(), where), Measure.of(term.metric())));
        }
        var evidence = TimeEvidence.of(results);
        for (Pairs.Side side : sides) {
            Optional<String> obstacle = evidence.obstacle(side.measure());
            if (obstacle.isPresent()) {
                return new ClaimVerdict(claim, Outcome.UNDECIDED, obstacle.get(), TimeEvidence.needed(side.measure()));
            }
        }
        Pairs pairs = new Pairs(formula.terms().getFirst().arms().keySet());
        MeanEstimate estimate = pairs.estimate(sides, values -> combined(formula, values));
        double threshold = formula.ratio() ? Math.log(formula.threshold()) : formula.threshold();
        if (estimate.count() == 0) {
            return new ClaimVerdict(claim, Outcome.UNDECIDED, missing(formula, sides), "finished trials of every arm");
        }
        Outcome outcome = outcome(formula.relation(), estimate, threshold);
        String needed = outcome == Outcome.UNDECIDED ? needed(estimate, threshold) : "";
        return new ClaimVerdict(claim, outcome, seen(formula, estimate), needed);
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

    private static double combined(ClaimFormula formula, double[] values) {
        if (formula.ratio()) {
            return Math.log(values[0] / values[1]);
        }
        double sum = 0;
        for (int term = 0; term < values.length; term++) {
            sum += formula.terms().get(term).factor() * values[term];
        }
        return sum;
    }

    private static Outcome outcome(Relation relation, MeanEstimate estimate, double threshold) {
        double low = relation.upward() ? estimate.low() : -estimate.high();
        double high = relation.upward() ? estimate.high() : -estimate.low();
        double bound = relation.upward() ? threshold : -threshold;
        boolean strict = relation == Relation.ABOVE || relation == Relation.BELOW;
        if (strict ? low > bound : low >= bound) {
            return Outcome.SUPPORTED;
        }
        return (strict ? high <= bound : high < bound) ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
    }

    private static String seen(ClaimFormula formula, MeanEstimate estimate) {
        boolean processes =
                formula.terms().stream().anyMatch(term -> ProcessTrials.isTestTime(Measure.of(term.metric())));
        String seeds = estimate.count()
                + (processes ? " process" : " seed")
                + (estimate.count() == 1 ? "" : processes ? "es" : "s");
        if (formula.ratio()) {
            String ratio = Numbers.fixed(Math.exp(estimate.mean()), 2);
            return estimate.count() < 2
                    ? ratio + ", " + seeds
                    : ratio + " [" + Numbers.fixed(Math.exp(estimate.low()), 2) + ", "
                            + Numbers.fixed(Math.exp(estimate.high()), 2) + "], " + seeds;
        }
        Measure measure = Measure.of(formula.terms().getFirst().metric());
        String mean = measure.signed(estimate.mean());
        return estimate.count() < 2 ? mean + ", " + seeds : mean + " " + measure.interval(estimate) + ", " + seeds;
    }

    private static String needed(MeanEstimate estimate, double threshold) {
        if (estimate.count() < 2) {
            return "at least one more seed";
        }
        OptionalInt more = SeedsNeeded.more(estimate, threshold);
        return more.isPresent()
                ? "about " + more.getAsInt() + " more " + (more.getAsInt() == 1 ? "seed" : "seeds")
                : "over " + SeedsNeeded.MOST + " seeds";
    }

    private static String missing(ClaimFormula formula, List<Pairs.Side> sides) {
        for (int i = 0; i < sides.size(); i++) {
            Pairs.Side side = sides.get(i);
            if (side.trials().stream()
                    .noneMatch(trial -> side.measure().in(trial).isPresent())) {
                Term term = formula.terms().get(i);
                String failed = Failures.inPlaceOfNumber(side.trials());
                return "no trial of (" + String.join(", ", term.arms().values()) + ") has " + term.metric()
                        + (failed.isEmpty() ? "" : ": " + failed);
            }
        }
        return "no seed has a result in every arm";
    }
}
