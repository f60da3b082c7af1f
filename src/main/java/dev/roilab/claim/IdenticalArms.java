package dev.roilab.claim;

import dev.roilab.result.TrialResult;
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
    /** Facts of a trial that hash what it learned and what it found. */
    private static final List<String> DIGESTS = List.of("weights_sha256", "detections_sha256");

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

    /** Why a claim about accuracy that holds such arms against each other has no evidence; absent for other claims. */
    static Optional<String> obstacle(List<Pairs.Side> sides) {
        if (sides.size() < 2 || !sides.stream().allMatch(side -> side.measure().isAccuracy())) {
            return Optional.empty();
        }
        Optional<List<String>> first = digests(sides.getFirst().trials());
        return first.isPresent()
                        && sides.stream()
                                .allMatch(side -> digests(side.trials()).equals(first))
                ? Optional.of(
                        "the same weights and the same detections to the bit in all %d seeds: what differs between"
                                        .formatted(sides.getFirst().trials().size())
                                + " their settings decided nothing")
                : Optional.empty();
    }

    /** By seed; absent unless every trial finished and has all of them. */
    private static Optional<List<String>> digests(List<TrialResult> trials) {
        List<String> digests = new ArrayList<>();
        for (TrialResult trial : trials.stream()
                .sorted(Comparator.comparingLong(TrialResult::seed))
                .toList()) {
            digests.add(Long.toString(trial.seed()));
            for (String name : DIGESTS) {
                String digest = trial.provenance().get(name);
                if (digest == null || !Arm.isFinished(trial)) {
                    return Optional.empty();
                }
                digests.add(digest);
            }
        }
        return digests.isEmpty() ? Optional.empty() : Optional.of(digests);
    }
}
