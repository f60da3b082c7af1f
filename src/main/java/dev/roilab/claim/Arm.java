package dev.roilab.claim;

import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The trials that differ in the seed only.
 *
 * @param index among the study's arms, in the order of their first trials
 * @param label for people, from what is varied
 * @param values labels of the varied paths, in the study's order
 * @param names the same for people: a number with what it sets
 * @param trials in order of seeds, failed ones included
 */
public record Arm(int index, String label, List<String> values, List<String> names, List<TrialResult> trials) {
    /** Of values that speak for themselves. */
    public Arm(int index, String label, List<String> values, List<TrialResult> trials) {
        this(index, label, values, values, trials);
    }

    /** The arms of a study, in the order of their first trials. */
    public static List<Arm> of(StudyResults results) {
        Map<List<String>, List<TrialResult>> groups = new LinkedHashMap<>();
        for (TrialResult trial : results.trials()) {
            groups.computeIfAbsent(values(trial, results.varied()), _ -> new ArrayList<>())
                    .add(trial);
        }
        List<Arm> arms = new ArrayList<>();
        groups.forEach((values, trials) -> {
            trials.sort(Comparator.comparingLong(TrialResult::seed));
            List<String> names = names(results.varied(), values);
            String label = names.isEmpty() ? results.study() : String.join(", ", names);
            arms.add(new Arm(arms.size(), label, values, names, List.copyOf(trials)));
        });
        return List.copyOf(arms);
    }

    /** The label, with how many of the seeds a mean over those that finished is of: {@code high (1 of 5)}. */
    public String counted() {
        return label + counted(finished().size());
    }

    /** {@code " (1 of 5)"} where a mean is of fewer trials than there are; empty otherwise. */
    public String counted(int averaged) {
        return averaged == trials.size() ? "" : " (" + averaged + " of " + trials.size() + ")";
    }

    /** The same of a number beside {@link #counted()}: only where it is of fewer than those that finished. */
    public String countedBeside(int averaged) {
        return averaged == finished().size() ? "" : counted(averaged);
    }

    /** The trials that came to their end, in the order of seeds. */
    public List<TrialResult> finished() {
        return trials.stream().filter(Arm::isFinished).toList();
    }

    /** Mean over the finished trials that have the number; not a number if none has. */
    public double mean(ToDoubleFunction<TrialResult> number) {
        return mean(finished(), number);
    }

    /** The same of a measure; of a test time over the trials whose times {@link TimedTrials} counts. */
    public double mean(Measure measure) {
        return mean(TimedTrials.of(trials, measure), trial -> measure.in(trial).orElse(Double.NaN));
    }

    /** Mean over the trials whose test times {@link TimedTrials} counts and that have the number. */
    public double meanOfTests(ToDoubleFunction<TrialResult> number) {
        return mean(TimedTrials.of(trials), number);
    }

    private static double mean(List<TrialResult> trials, ToDoubleFunction<TrialResult> number) {
        return trials.stream()
                .mapToDouble(number)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** All stages in the order of execution, as the arm with the most of them has it. */
    public static Set<String> stages(List<Arm> arms) {
        List<String> stages = new ArrayList<>();
        arms.stream()
                .flatMap(arm -> arm.finished().stream())
                .map(trial -> trial.stages().keySet())
                .sorted(Comparator.comparing(Set::size, Comparator.reverseOrder()))
                .forEach(more -> merge(stages, more));
        return new LinkedHashSet<>(stages);
    }

    /** A stage that is new stands behind the one after which it ran: what is unaccounted for stays last. */
    private static void merge(List<String> stages, Set<String> more) {
        int next = 0;
        for (String stage : more) {
            int place = stages.indexOf(stage);
            if (place < 0) {
                stages.add(next, stage);
                next++;
            } else {
                next = Math.max(next, place + 1);
            }
        }
    }

    /** Whether a trial has its numbers. */
    public static boolean isFinished(TrialResult trial) {
        return trial.status() == Status.OK;
    }

    /** A trial's label on a varied path; a dash where it has none. */
    public static String value(TrialResult trial, String path) {
        return trial.varied().getOrDefault(path, Numbers.NONE);
    }

    /** The end of a path, as far as it takes to tell it from the other varied paths and from a trial's own seed. */
    public static String shortName(String path, List<String> varied) {
        String[] parts = path.split("\\.", -1);
        StringBuilder name = new StringBuilder();
        for (int part = parts.length - 1; part >= 0; part--) {
            name.insert(0, parts[part] + (name.isEmpty() ? "" : "."));
            String ending = "." + name;
            if (!ending.equals(".seed")
                    && varied.stream()
                                    .filter(other -> ("." + other).endsWith(ending))
                                    .count()
                            <= 1) {
                break;
            }
        }
        return name.toString();
    }

    /** A number or a truth value says nothing without the name of what it sets. */
    public static String labelled(String value, String path, List<String> varied) {
        boolean speaks = value.chars().anyMatch(Character::isLetter)
                && !value.equals("true")
                && !value.equals("false")
                && !value.matches("[-+0-9.]+[eE][-+0-9]+");
        return speaks ? value : shortName(path, varied).replace('_', ' ') + " " + value;
    }

    private static List<String> values(TrialResult trial, List<String> varied) {
        return varied.stream().map(path -> value(trial, path)).toList();
    }

    private static List<String> names(List<String> varied, List<String> values) {
        List<String> names = new ArrayList<>();
        for (int index = 0; index < values.size(); index++) {
            names.add(labelled(values.get(index), varied.get(index), varied));
        }
        return List.copyOf(names);
    }
}
