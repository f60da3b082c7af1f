package dev.roilab.claim;

import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is said about trials that did not finish; they are never left out. */
public final class Failures {
    /** Longer messages are in the trial's log. */
    public static final int LONGEST_MESSAGE = 300;

    private static final int LONGEST_IN_A_CELL = 80;

    private static final Pattern STEP = Pattern.compile("\\bstep (\\d+)");

    private Failures() {}

    /** As reports write a status: {@code out-of-memory}. */
    public static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Status and message, the status once: {@code diverged @ step 812}. */
    static String text(TrialResult trial) {
        String word = word(trial.status());
        String message = trial.failure().orElse("").strip();
        if (message.isEmpty()) {
            return word;
        }
        return message.toLowerCase(Locale.ROOT).startsWith(word) ? message : word + ": " + message;
    }

    /**
     * In place of a number, if no trial finished: {@code diverged @ 812}, of several {@code diverged @ 37 to 812};
     * empty if there is no trial at all.
     */
    public static String inPlaceOfNumber(List<TrialResult> trials) {
        List<String> briefs = new ArrayList<>();
        Map<Boolean, List<TrialResult>> failed = trials.stream()
                .filter(trial -> !Arm.isFinished(trial))
                .collect(Collectors.partitioningBy(trial -> divergence(trial).isPresent()));
        diverged(failed.getOrDefault(true, List.of())).ifPresent(briefs::add);
        failed.getOrDefault(false, List.of()).stream()
                .map(trial -> word(trial.status()))
                .distinct()
                .forEach(briefs::add);
        return String.join(", ", briefs);
    }

    /** The step at which a training diverged, if its message names one. */
    private static OptionalInt divergence(TrialResult trial) {
        Matcher step = STEP.matcher(trial.failure().orElse(""));
        return trial.status() == Status.DIVERGED && step.find()
                ? OptionalInt.of(Integer.parseInt(step.group(1)))
                : OptionalInt.empty();
    }

    private static Optional<String> diverged(List<TrialResult> trials) {
        return steps(trials).map(steps -> "diverged @ " + steps);
    }

    /** The steps at which trainings diverged, {@code 37 to 812} or, of all at one, {@code 37}; absent if none says. */
    public static Optional<String> steps(List<TrialResult> trials) {
        int[] steps = trials.stream()
                .flatMapToInt(trial -> divergence(trial).stream())
                .sorted()
                .distinct()
                .toArray();
        return switch (steps.length) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Integer.toString(steps[0]));
            default -> Optional.of(steps[0] + " to " + steps[steps.length - 1]);
        };
    }

    /** For a cell: every failed seed of some trials, those together that failed alike; empty if all finished. */
    public static String bySeed(List<TrialResult> trials) {
        return bySeed(trials, LONGEST_IN_A_CELL);
    }

    /** @param longest letters of a message */
    static String bySeed(List<TrialResult> trials, int longest) {
        Map<String, List<TrialResult>> alike = new LinkedHashMap<>();
        for (TrialResult trial : trials) {
            if (!Arm.isFinished(trial)) {
                String how = divergence(trial).isPresent() ? "diverged" : shortened(text(trial), longest);
                alike.computeIfAbsent(how, _ -> new ArrayList<>()).add(trial);
            }
        }
        return alike.entrySet().stream()
                .map(entry -> seeds(entry.getValue()) + ": "
                        + diverged(entry.getValue()).orElse(entry.getKey()))
                .collect(Collectors.joining("; "));
    }

    /** Trials that neither finished nor diverged, by what became of them. */
    static List<String> uncounted(StudyResults results) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        results.trials().stream()
                .filter(trial -> !Arm.isFinished(trial) && trial.status() != Status.DIVERGED)
                .forEach(trial -> byReason.computeIfAbsent(
                                shortened(text(trial), LONGEST_MESSAGE), _ -> new ArrayList<>())
                        .add(trial.trial()));
        return byReason.entrySet().stream()
                .map(entry -> String.join(" ", entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private static String seeds(List<TrialResult> trials) {
        return (trials.size() == 1 ? "seed " : "seeds ")
                + trials.stream().map(trial -> Long.toString(trial.seed())).collect(Collectors.joining(", "));
    }

    /** What a training that diverged counts as: {@code accuracy 0}; absent where it does not count. */
    public static Optional<String> counted(Measure measure) {
        return measure.worst().stream()
                .mapToObj(worst -> (measure.isAccuracy() ? "accuracy " : measure.heading() + " ")
                        + Numbers.fixed(measure.printed(worst), 0))
                .findFirst();
    }

    /** Headings of the judged measures that a training that diverged has no value of, {@code AP, ms}; may be empty. */
    public static String uncountedIn(Collection<Measure> measures) {
        return measures.stream()
                .filter(measure -> measure.isJudged() && counted(measure).isEmpty())
                .map(Measure::heading)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** On one line, and cut after so many letters. */
    public static String shortened(String text, int longest) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= longest ? line : line.substring(0, longest - 1).strip() + "…";
    }
}
