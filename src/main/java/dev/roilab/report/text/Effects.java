package dev.roilab.report.text;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Comparison;
import dev.roilab.claim.Contrast;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Pairs;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A study of two varied paths as a factorial design: what each path does on average over the other (its main effects,
 * against its first value), and whether what one does depends on the other (the interaction, a difference of
 * differences), all paired by seed.
 */
final class Effects {
    /** A longer list is not read. */
    private static final int MOST_IN_WORDS = 4;

    private final StudyResults results;
    private final Measure measure;
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    Effects(StudyResults results, Measure measure) {
        this.results = results;
        this.measure = measure;
        for (String path : results.varied()) {
            values.put(
                    path,
                    results.trials().stream()
                            .map(trial -> Arm.value(trial, path))
                            .distinct()
                            .toList());
        }
    }

    /** Empty unless two paths vary and every one has two values. */
    Optional<String> sentence() {
        if (values.size() != 2 || values.values().stream().anyMatch(list -> list.size() < 2)) {
            return Optional.empty();
        }
        String first = results.varied().getFirst();
        String second = results.varied().getLast();
        List<Contrast> own = main(first);
        List<Contrast> other = main(second);
        List<Contrast> all = new ArrayList<>(own);
        all.addAll(other);
        all.addAll(interactions(first, second));
        List<Contrast> tested = Contrast.corrected(all).stream()
                .filter(contrast -> contrast.estimate().count() > 0)
                .toList();
        if (tested.isEmpty()) {
            return Optional.empty();
        }
        int ownEnd =
                (int) own.stream().filter(found -> found.estimate().count() > 0).count();
        int otherEnd = ownEnd
                + (int) other.stream()
                        .filter(found -> found.estimate().count() > 0)
                        .count();
        String correction =
                tested.size() > 1 ? " Shown or hinted at after Holm's correction for these " + tested.size() + "." : "";
        return Optional.of(
                "In " + measure.noun() + ", each the mean over the other path. Main effects of " + name(first) + ": "
                        + list(tested.subList(0, ownEnd)) + ". Of " + name(second) + ": "
                        + list(tested.subList(ownEnd, otherEnd)) + ". Interaction, a difference of differences: "
                        + list(tested.subList(otherEnd, tested.size())) + "." + correction);
    }

    private String list(List<Contrast> contrasts) {
        if (contrasts.isEmpty()) {
            return "nothing to compare";
        }
        if (contrasts.size() <= MOST_IN_WORDS) {
            return contrasts.stream().map(Effects::text).collect(Collectors.joining("; "));
        }
        List<Contrast> found = contrasts.stream().filter(Contrast::differs).toList();
        String count = found.isEmpty() ? "none" : Integer.toString(found.size());
        return count + " of " + contrasts.size() + " shown or hinted at"
                + found.stream()
                        .limit(MOST_IN_WORDS)
                        .map(one -> "; " + text(one))
                        .collect(Collectors.joining());
    }

    private static String text(Contrast contrast) {
        String word = contrast.isHint() ? "a hint" : contrast.differs() ? "shown" : "not shown";
        return contrast.comparison().witnesses().before() + contrast.name() + ": " + contrast.numbers() + ", " + word;
    }

    private List<Contrast> main(String path) {
        List<String> labels = values.getOrDefault(path, List.of());
        String reference = labels.getFirst();
        Pairs pairs = new Pairs(Set.of(path));
        return labels.stream()
                .skip(1)
                .map(label -> contrast(
                        label + " against " + reference,
                        pairs.difference(side(Map.of(path, reference)), side(Map.of(path, label)))))
                .toList();
    }

    private List<Contrast> interactions(String first, String second) {
        List<String> own = values.getOrDefault(first, List.of());
        List<String> others = values.getOrDefault(second, List.of());
        Pairs pairs = new Pairs(Set.of(first, second));
        List<Contrast> contrasts = new ArrayList<>();
        for (String label : own.subList(1, own.size())) {
            for (String other : others.subList(1, others.size())) {
                List<Pairs.Side> sides = List.of(
                        side(arms(first, label, second, other)),
                        side(arms(first, own.getFirst(), second, other)),
                        side(arms(first, label, second, others.getFirst())),
                        side(arms(first, own.getFirst(), second, others.getFirst())));
                contrasts.add(contrast(
                        label + " against " + own.getFirst() + " at "
                                + ClaimShape.setting(second, other, results.varied()) + " less the same at "
                                + ClaimShape.setting(second, others.getFirst(), results.varied()),
                        pairs.compare(sides, values -> values[0] - values[1] - values[2] + values[3])));
            }
        }
        return contrasts;
    }

    private Contrast contrast(String name, Comparison comparison) {
        return new Contrast(name, measure, comparison, Double.NaN);
    }

    private static Map<String, String> arms(String first, String label, String second, String other) {
        Map<String, String> arms = new LinkedHashMap<>();
        arms.put(first, label);
        arms.put(second, other);
        return arms;
    }

    private Pairs.Side side(Map<String, String> arms) {
        List<TrialResult> trials = results.trials().stream()
                .filter(trial -> arms.entrySet().stream()
                        .allMatch(arm -> Arm.value(trial, arm.getKey()).equals(arm.getValue())))
                .toList();
        String label = arms.entrySet().stream()
                .map(arm -> Arm.labelled(arm.getValue(), arm.getKey(), results.varied()))
                .collect(Collectors.joining(", "));
        return new Pairs.Side(label, trials, measure);
    }

    private String name(String path) {
        return Arm.shortName(path, results.varied()).replace('_', ' ');
    }
}
