package dev.roilab.study;

import dev.roilab.measure.Measures;
import dev.roilab.study.formula.ArmNames;
import dev.roilab.study.formula.Claim;
import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Term;
import dev.roilab.study.formula.ClaimRange;
import dev.roilab.study.grid.StudyGrid;
import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Holds a study's claims against its arms and against the numbers that its trials can have, before any has run. */
final class ClaimCheck {
    private final Map<String, ? extends Collection<String>> labels;
    private final List<Map<String, String>> cells;
    private final List<Trial> trials;
    private final Function<TrialSettings, Measures> declared;
    private final Measures measures;
    private final Problems problems;
    private final List<Stated> stated = new ArrayList<>();

    /** A claim that was read. */
    private record Stated(String that, Map<String, String> where, ClaimRange range, Position position) {}

    /**
     * @param grid with every arm, also those whose settings are wrong
     * @param trials of the arms whose settings are right: metrics of others are not looked at
     * @param declared what trials of some settings can be asked for
     */
    ClaimCheck(StudyGrid grid, List<Trial> trials, Function<TrialSettings, Measures> declared, Problems problems) {
        this.labels = grid.labels();
        this.cells = grid.cells().stream().map(grid::labels).toList();
        this.trials = trials;
        this.declared = declared;
        this.measures = TrialMeasures.ofAny(trials, declared);
        this.problems = problems;
    }

    /** @param node where the claim is written */
    void check(Claim claim, YamlNode node) {
        Position that = node.at("that").orElse(node).position();
        Optional<Map<String, String>> where = where(claim, node);
        try {
            ClaimFormula formula = ClaimFormula.parse(
                    new Claim(claim.that(), Optional.empty(), Optional.empty()), labels, measures::find);
            if (where.isPresent()) {
                ClaimFormula.parse(claim, labels, measures::find);
            }
            where.ifPresent(cells -> holdAgainstOthers(new Stated(claim.that(), cells, ClaimRange.of(formula), that)));
            counts(claim, formula, that);
            where.ifPresent(asked -> share(claim, formula, asked, that));
            where.ifPresent(asked -> shared(claim, formula, asked, that));
            if (!trials.isEmpty()) {
                formula.terms().forEach(term -> metric(term, where.orElse(Map.of()), that));
            }
        } catch (IllegalArgumentException e) {
            problems.add(that, String.valueOf(e.getMessage()));
        }
    }

    /** Claims about the same number are one, or may exclude each other. */
    private void holdAgainstOthers(Stated claim) {
        for (Stated other : stated) {
            if (!other.where().equals(claim.where())) {
                continue;
            }
            if (other.range().equals(claim.range())) {
                problems.add(
                        claim.position(),
                        "claim '%s' is the one of line %d; remove one: each further claim raises what the others must show"
                                .formatted(claim.that(), other.position().line()));
            } else if (other.range().contradicts(claim.range())) {
                problems.add(
                        claim.position(),
                        "claims '%s' (line %d) and '%s' exclude each other: at most one can hold; keep the one that is expected"
                                .formatted(other.that(), other.position().line(), claim.that()));
            }
        }
        stated.add(claim);
    }

    /** Absent if anything was wrong. */
    private Optional<Map<String, String>> where(Claim claim, YamlNode node) {
        Map<String, String> known = new LinkedHashMap<>();
        int before = problems.count();
        claim.where().orElse(Map.of()).forEach((path, label) -> {
            try {
                ArmNames.Arm arm = new ArmNames(labels).find(path, label);
                known.put(arm.path(), arm.label());
            } catch (IllegalArgumentException e) {
                // A path has dots of its own, so that the node is found key by key.
                YamlNode block = node.at("where").orElse(node);
                YamlNode entry = block instanceof YamlNode.Mapping mapping
                        ? mapping.value(path).orElse(block)
                        : block;
                problems.add(entry.position(), String.valueOf(e.getMessage()));
            }
        });
        return problems.count() == before ? Optional.of(known) : Optional.empty();
    }

    /** Of how often trainings diverge: whether there is an exact test of such a claim. */
    private void counts(Claim claim, ClaimFormula formula, Position that) {
        boolean pair = formula.terms().size() == 2
                && !formula.ratio()
                && formula.threshold() == 0
                && formula.terms().getFirst().factor()
                        == -formula.terms().getLast().factor();
        if (isCount(formula) && formula.terms().size() > 1 && !pair) {
            problems.add(
                    that,
                    "claim '%s': there is no exact test of this; compare two arms without a margin, such as %s, or one arm with a share, such as %s"
                            .formatted(claim.that(), "diverged(a) > diverged(b)", "diverged(a) >= 50 percent"));
        }
    }

    /** Trainings of one seed at several settings are no independent witnesses of a share. */
    private void share(Claim claim, ClaimFormula formula, Map<String, String> where, Position that) {
        Map<String, String> arms = formula.terms().getFirst().arms();
        long settings = cells.stream()
                .filter(cell -> agrees(cell, arms) && agrees(cell, where))
                .count();
        if (isCount(formula) && formula.terms().size() == 1 && settings > 1) {
            problems.add(
                    that,
                    "claim '%s': there is no exact test of a share of %d settings together; name one of them, in the claim or by 'where'"
                            .formatted(claim.that(), settings));
        }
    }

    /** Of trainings that both sides share, once it is known of all arms what they train. */
    private void shared(Claim claim, ClaimFormula formula, Map<String, String> where, Position that) {
        long right = trials.stream().map(Trial::varied).distinct().count();
        if (right < cells.size()) {
            return;
        }
        Map<Term, List<TrialSettings>> meant = new LinkedHashMap<>();
        for (Term term : formula.terms()) {
            meant.put(
                    term,
                    meant(term, where).stream().map(Trial::settings).distinct().toList());
        }
        SharedClaims.problem(formula, meant)
                .ifPresent(why -> problems.add(that, "claim '%s': %s".formatted(claim.that(), why)));
    }

    /** Trials of a term, without those of arms whose settings are wrong. */
    private List<Trial> meant(Term term, Map<String, String> where) {
        return trials.stream()
                .filter(trial -> agrees(trial.varied(), term.arms()) && agrees(trial.varied(), where))
                .toList();
    }

    private static boolean isCount(ClaimFormula formula) {
        return formula.terms().stream().allMatch(term -> term.metric().equals(HarnessMeasures.DIVERGED.name()));
    }

    private void metric(Term term, Map<String, String> where, Position that) {
        String arms = "(" + String.join(", ", term.arms().values()) + ")";
        if (cells.stream().noneMatch(cell -> agrees(cell, term.arms()) && agrees(cell, where))) {
            problems.add(that, "no trial is %s%s".formatted(arms, where.isEmpty() ? "" : " where " + where));
            return;
        }
        List<Trial> meant = meant(term, where);
        if (meant.isEmpty()) {
            return;
        }
        Measures known = TrialMeasures.ofAny(meant, declared);
        if (known.find(term.metric()).isPresent()) {
            return;
        }
        boolean ofOthers = measures.find(term.metric()).isPresent();
        problems.add(
                that,
                ofOthers
                        ? "metric '%s' is not measured of %s, only of other arms".formatted(term.metric(), arms)
                        : TrialMeasures.unknown(term.metric(), known));
    }

    private static boolean agrees(Map<String, String> labels, Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
    }
}
