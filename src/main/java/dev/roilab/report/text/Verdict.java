package dev.roilab.report.text;

import dev.roilab.claim.Arm;
import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.claim.Claims;
import dev.roilab.claim.Comparison;
import dev.roilab.claim.Headline;
import dev.roilab.claim.Measure;
import dev.roilab.claim.TestedClaim;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import dev.roilab.result.Origin;
import dev.roilab.result.StudyResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a study says, in sentences that a paper can take over: its claims with their metrics, intervals and seeds; where
 * it claims nothing, every value of its first varied path against the first one.
 */
public final class Verdict {
    /** More than so many are a table, not a verdict; the others are counted by outcome. */
    private static final int MOST_CLAUSES = 5;

    private final StudyResults results;
    private final List<Claims.Entry> claims;
    private final ClaimSentence words;

    /** Of a study's results. */
    public Verdict(StudyResults results) {
        this.results = results;
        claims = Claims.entries(results);
        words = new ClaimSentence(results.varied(), claims.size());
    }

    /** The sentence, and what it rests on. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(Text.bold("Verdict.").plus(" " + sentence() + facts())));
        Origin.otherSettings(results.trials())
                .ifPresent(other -> blocks.add(new Block.Paragraph(Text.bold("Other settings.")
                        .plus(" " + other + ": what they say is not about the file. Run the study again."))));
        Origin.leftOut(results.trials())
                .ifPresent(others -> blocks.add(new Block.Paragraph(
                        Text.bold("Left out.").plus(" " + others + ". This is not the whole of what was measured."))));
        Origin.mixture(results.trials())
                .ifPresent(mixture -> blocks.add(new Block.Paragraph(Text.bold("Mixed versions.")
                        .plus(" " + mixture
                                + ": differences between arms may be those between versions. Run it again."))));
        Measure headline = Headline.of(results);
        new Effects(results, headline)
                .sentence()
                .ifPresent(effects ->
                        blocks.add(new Block.Paragraph(Text.bold("Effects.").plus(" " + effects))));
        if (comparesArms()) {
            blocks.add(new Block.Paragraph(Text.of(remark(headline))));
        }
        return List.copyOf(blocks);
    }

    /** The study's answer, for a table of studies. */
    public String sentence() {
        if (claims.isEmpty()) {
            return comparesArms()
                    ? capital(new AgainstFirst(results, Headline.of(results)).sentence())
                    : "Nothing to compare: the study varies nothing but the seed.";
        }
        List<String> clauses = new ArrayList<>();
        List<Claims.Entry> open = new ArrayList<>(
                claims.stream().filter(entry -> entry.tested().isPresent()).toList());
        while (!open.isEmpty() && clauses.size() < MOST_CLAUSES) {
            clauses.add(clause(open.removeFirst().tested().orElseThrow(), open));
        }
        String judged = clauses.isEmpty() ? "" : capital(joined(clauses)) + ".";
        return (judged + others(open) + unjudged()).strip();
    }

    /** Claims that the results cannot decide, those with one reason together. */
    private String unjudged() {
        Map<String, List<String>> byObstacle = new LinkedHashMap<>();
        claims.stream()
                .filter(entry -> entry.tested().isEmpty())
                .forEach(entry -> byObstacle
                        .computeIfAbsent(entry.obstacle(), _ -> new ArrayList<>())
                        .add(entry.claim().that()));
        StringBuilder text = new StringBuilder();
        byObstacle.forEach((obstacle, found) -> {
            String what = found.size() == 1 ? "The claim " + found.getFirst() : found.size() + " claims";
            text.append(" ").append(what).append(" cannot be judged: ").append(obstacle);
            text.append(obstacle.endsWith("?") ? "" : ".");
        });
        return text.toString();
    }

    /** Takes a second claim with it, if both bound one difference. */
    private String clause(TestedClaim claim, List<Claims.Entry> others) {
        for (Claims.Entry other : others) {
            Optional<String> both = other.tested().flatMap(found -> words.equivalence(claim, found));
            if (both.isPresent()) {
                others.remove(other);
                return both.get();
            }
        }
        return words.of(claim);
    }

    private static String others(List<Claims.Entry> claims) {
        if (claims.isEmpty()) {
            return "";
        }
        List<String> counts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            long count =
                    claims.stream().filter(entry -> entry.outcome() == outcome).count();
            if (count > 0) {
                counts.add(count + " " + outcome.words());
            }
        }
        return " Of " + claims.size() + (claims.size() == 1 ? " more claim: " : " more claims: ")
                + String.join(", ", counts) + ".";
    }

    private boolean comparesArms() {
        return !results.varied().isEmpty() && !new AgainstFirst(results, Headline.of(results)).isEmpty();
    }

    private String facts() {
        return StudyFacts.of(results).map(facts -> " " + facts).orElse("");
    }

    private String remark(Measure headline) {
        int comparisons = claims.isEmpty() ? new AgainstFirst(results, headline).comparisons() : claims.size();
        String what = claims.isEmpty() ? "comparisons" : "claims";
        String several = comparisons > 1
                ? " The words allow for the " + comparisons + " " + what + " by Holm's correction; the intervals are "
                        + "single ones."
                : "";
        boolean few = Arm.of(results).stream().anyMatch(arm -> arm.trials().size() < Comparison.ENOUGH_SEEDS);
        return "Paired by seed." + several
                + (few ? " Fewer than five seeds give a hint at most, however large the difference." : "")
                + (TimeEvidence.isTime(headline)
                        ? " " + TimeEvidence.of(results).remark(headline)
                        : "");
    }

    /** A sentence that begins with the name of an arm keeps it as it is written. */
    private String capital(String sentence) {
        boolean name = results.trials().stream()
                .flatMap(trial -> trial.varied().values().stream())
                .anyMatch(sentence::startsWith);
        return name ? sentence : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** Hints are called so once where there is nothing else. */
    private static String joined(List<String> clauses) {
        return clauses.size() > 1 && clauses.stream().allMatch(clause -> clause.startsWith(ClaimSentence.HINT))
                ? "hints, no more, that "
                        + clauses.stream()
                                .map(clause -> clause.substring(ClaimSentence.HINT.length()))
                                .collect(Collectors.joining("; that "))
                : String.join("; ", clauses);
    }
}
