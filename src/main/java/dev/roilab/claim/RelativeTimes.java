package dev.roilab.claim;

import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.StageTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The results of a study with times divided by those of its first arm that was timed beside the others, where the
 * machine was busy: seconds of such a machine say nothing, and ratios of arms that took turns still say a little. Each
 * process is divided by its own time of that arm, over its seeds.
 */
public final class RelativeTimes {
    /** What is beside the results and tells times as they were. */
    private static final Set<String> TEST_FACTS = Set.of(
            "timing_image_ms", "timing_image_with_proposals_ms", "timing_images_per_second", "microseconds_a_window");

    private static final Set<String> TRAINING_FACTS =
            Set.of("training_stages_s", "duration_seconds", "pretraining_seconds");

    private final StudyResults results;
    private final TimeEvidence evidence;
    private final Optional<Unit> test;
    private final Optional<Unit> training;

    /**
     * What is divided by.
     *
     * @param times of the arm that is 1, one a process
     */
    private record Unit(String name, List<Double> times) {
        double of(int process) {
            return times.get(Math.min(process, times.size() - 1));
        }

        double mean() {
            return times.stream().mapToDouble(time -> time).average().orElse(Double.NaN);
        }
    }

    private RelativeTimes(StudyResults results) {
        this.results = results;
        this.evidence = TimeEvidence.of(results);
        Measure total = evidence.total();
        test = evidence.busy(total)
                .flatMap(_ -> unit(total, total.equals(Measure.TOTAL) ? "test time" : "test time without proposals"));
        training = evidence.busy(Measure.TRAINING).flatMap(_ -> unit(Measure.TRAINING, "training time"));
    }

    /** The same results where times may be told as they are. */
    public static StudyResults of(StudyResults results) {
        var relative = new RelativeTimes(results);
        return relative.test.isEmpty() && relative.training.isEmpty() ? results : relative.divided();
    }

    /** Of arms that were timed beside each other rather than of one with the times of its own tests. */
    private Optional<Unit> unit(Measure measure, String what) {
        List<Arm> arms = new ArrayList<>(Arm.of(results));
        if (measure.isTestTime()) {
            arms.sort(Comparator.comparing(arm -> !evidence.mark(arm).isEmpty()));
        }
        for (Arm arm : arms) {
            List<Double> times = new ArrayList<>();
            List<TrialResult> counted = TimedTrials.of(arm.trials(), measure);
            List<TrialResult> witnesses = ProcessTrials.witnesses(counted, measure);
            int processes = measure.equals(Measure.TRAINING)
                    ? 1
                    : counted.stream().mapToInt(ProcessTrials::count).min().orElse(1);
            for (int process = 1; process <= processes; process++) {
                long number = process;
                witnesses.stream()
                        .filter(trial -> processes == 1 || trial.seed() == number)
                        .flatMapToDouble(trial -> measure.in(trial).stream())
                        .average()
                        .ifPresent(times::add);
            }
            if (times.size() == processes && times.stream().allMatch(time -> time > 0)) {
                return Optional.of(new Unit(arm.label() + ", " + what + " = 1", times));
            }
        }
        return Optional.empty();
    }

    private StudyResults divided() {
        return new StudyResults(
                results.study(),
                results.question(),
                results.varied(),
                results.classes(),
                results.report(),
                results.background(),
                results.folder(),
                results.command(),
                results.trials().stream().map(this::divided).toList());
    }

    private TrialResult divided(TrialResult trial) {
        Map<String, String> facts = new LinkedHashMap<>(trial.provenance());
        Map<String, StageTime> stages = new LinkedHashMap<>(trial.stages());
        test.ifPresent(unit -> {
            facts.keySet().removeAll(TEST_FACTS);
            facts.put(TimeEvidence.TEST_UNIT, unit.name());
            stages.replaceAll((_, time) -> divided(time, unit));
        });
        training.ifPresent(unit -> {
            facts.keySet().removeAll(TRAINING_FACTS);
            facts.put(TimeEvidence.TRAINING_UNIT, unit.name());
        });
        double seconds =
                training.map(unit -> trial.trainSeconds() / unit.mean()).orElse(trial.trainSeconds());
        return trial.withTimes(seconds, stages, facts);
    }

    private static StageTime divided(StageTime time, Unit unit) {
        if (time.processes().isEmpty()) {
            return new StageTime(time.median() / unit.mean(), time.p95() / unit.mean());
        }
        List<Double> processes = new ArrayList<>();
        for (int process = 0; process < time.processes().size(); process++) {
            processes.add(time.processes().get(process) / unit.of(process));
        }
        double median = processes.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
        // As far above the median as it was: one process of a busy machine may decide the mean of the unit's times.
        double high = time.median() > 0 ? median * time.p95() / time.median() : time.p95() / unit.mean();
        return new StageTime(median, high, processes);
    }
}
