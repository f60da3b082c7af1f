package dev.roilab.claim;

import dev.roilab.result.Origin;
import dev.roilab.result.StudyResults;
import dev.roilab.result.Timing;
import dev.roilab.result.TrialResult;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.timing.MachineLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the times of a study may be used for: the one place that tables, plots and claims ask. Times of a machine that
 * was busier than its cores are printed as ratios, and no claim is decided by them.
 */
public final class TimeEvidence {
    /** Provenance of results whose times were divided: by what. */
    static final String TEST_UNIT = "test_times_are_multiples_of";

    static final String TRAINING_UNIT = "training_times_are_multiples_of";

    private static final String ANOTHER_PROCESS = "; another one may take 20 to 50 % longer";

    private static final String ONE_PROCESS = "timed in one process" + ANOTHER_PROCESS;

    /** Of a failed session's reason; all of it is in the table of the environment. */
    private static final int LONGEST_REASON = 200;

    private final List<TrialResult> trials;
    private final List<TrialResult> timed;

    /** How many trials have the times of the test that followed their training. */
    private final int ownTests;

    private TimeEvidence(List<TrialResult> trials) {
        this.trials = trials.stream().filter(Arm::isFinished).toList();
        this.timed =
                this.trials.stream().filter(trial -> !trial.stages().isEmpty()).toList();
        this.ownTests = (int) timed.stream().filter(TimedTrials::hasOwnTest).count();
    }

    /** Of the finished trials of a study. */
    public static TimeEvidence of(StudyResults results) {
        return new TimeEvidence(results.trials());
    }

    /** Of the finished trials of some arms. */
    public static TimeEvidence of(List<Arm> arms) {
        return new TimeEvidence(
                arms.stream().flatMap(arm -> arm.trials().stream()).toList());
    }

    /** Of some trials of a study, such as a side of a claim. */
    static TimeEvidence ofTrials(List<TrialResult> trials) {
        return new TimeEvidence(trials);
    }

    /** What a machine had to do, as a trial's provenance tells it. */
    private record Load(double threads, int cores, String unit) {
        boolean busy() {
            return MachineLoad.isBusy(threads, cores);
        }

        String text() {
            return "load " + Numbers.fixed(threads, 1) + " on " + cores + " " + unit + (cores == 1 ? "" : "s");
        }
    }

    static boolean isTraining(Measure measure) {
        return measure.equals(Measure.TRAINING);
    }

    /** Whether it is a training time or a test time. */
    public static boolean isTime(Measure measure) {
        return isTraining(measure) || measure.isTestTime();
    }

    /** Such as {@code machine was busy: load 3.4 on 2 cores}; then times of this kind are ratios only. */
    public Optional<String> busy(Measure measure) {
        List<Load> loads = isTraining(measure) ? trainingLoads() : testLoads();
        return isTime(measure) ? busiest(loads).map(load -> "machine was busy: " + load.text()) : Optional.empty();
    }

    /** Why no claim about a measure can be decided by these results, as far as it is a matter of time. */
    public Optional<String> obstacle(Measure measure) {
        Optional<String> busy = busy(measure);
        if (busy.isPresent() || !isTime(measure)) {
            return busy;
        }
        if (isTraining(measure)) {
            int unknown = trials.size() - trainingLoads().size();
            return unknown == 0
                    ? Optional.empty()
                    : busiest(testLoads())
                            .map(load -> "load while training was not recorded" + forSome(unknown) + "; " + load.text()
                                    + " right after it");
        }
        Optional<String> damage = TimedTrials.damage(trials);
        if (damage.isPresent()) {
            return damage;
        }
        if (ownTests == timed.size()) {
            Optional<String> failure =
                    failure().map(reason -> "the session that was to time the arms failed: " + reason);
            return failure.or(() -> Optional.of(ONE_PROCESS));
        }
        if (ownTests > 0) {
            return Optional.of(ownTests + " of " + timed.size() + " trials were not timed beside the others");
        }
        int single = inOneProcess();
        if (single > 0 || processes() < 2) {
            return Optional.of(
                    single < timed.size()
                            ? single + " of " + timed.size() + " trials were timed in one process" + ANOTHER_PROCESS
                            : ONE_PROCESS);
        }
        return sessions() > 1 ? Optional.of("timed in different sessions") : Optional.empty();
    }

    /** What takes such an obstacle away. */
    String needed(Measure measure) {
        if (isTraining(measure)) {
            return "trainings on a quiet machine";
        }
        return TimedTrials.damage(trials).isPresent()
                ? "whole files of times: run the study again on a quiet machine, it times the arms anew"
                : "times of several processes on a quiet machine";
    }

    /** How times of this kind were taken, for those who read them; empty without any. */
    public String remark(Measure measure) {
        List<String> sentences = new ArrayList<>();
        Optional<String> busy = busy(measure);
        busy.ifPresent(text -> sentences.add("The " + text + "; so times are told as ratios without intervals ("
                + unit(measure) + "), and even those may be wrong."));
        if (isTraining(measure)) {
            int unknown = trials.size() - trainingLoads().size();
            if (busy.isEmpty() && unknown > 0) {
                sentences.add("Load of the machine while training: not recorded" + forSome(unknown) + ".");
            }
            return String.join(" ", sentences);
        }
        failure().ifPresent(reason -> sentences.add(failed(reason)));
        sentences.add(processesInWords());
        int unknown = trials.size() - testLoads().size();
        if (busy.isEmpty() && unknown > 0) {
            sentences.add("Load of the machine while timing: not recorded" + forSome(unknown) + ".");
        }
        if (sessions() > 1) {
            sentences.add("Timed in " + sessions() + " sessions: arms of different ones are not comparable.");
        }
        if (ownTests > 0 && ownTests < timed.size()) {
            sentences.add(ownTests + " of " + timed.size() + " trials were not timed beside the others: their times"
                    + " are those of their own tests, and not comparable; a mean holds them only where it has no"
                    + " others.");
        }
        int without = withoutProposals();
        if (without > 0) {
            sentences.add("Finding proposals: not measured in this session" + forSome(without) + ".");
        }
        return String.join(" ", sentences);
    }

    private String processesInWords() {
        int single = inOneProcess();
        int all = timed.size();
        if (single == all) {
            return "Times are of one process.";
        }
        return "Timed in " + processes()
                + " fresh processes; mean and deviation of test times are those of the processes' medians."
                + (single == 0 ? "" : " The times of " + single + " of " + all + " trials are of one process.");
    }

    /** Nothing of all trials; otherwise how many: {@code " for 1 of 10 trials"}. */
    private String forSome(int count) {
        return count == trials.size() ? "" : " for " + count + " of " + trials.size() + " trials";
    }

    /** Why the last session that was to time these trials did not. */
    private Optional<String> failure() {
        return trials.stream()
                .flatMap(trial -> Optional.ofNullable(trial.provenance().get(Origin.TIMING_FAILURE)).stream())
                .findFirst()
                .map(reason -> Failures.shortened(reason, LONGEST_REASON));
    }

    private String failed(String reason) {
        boolean earlier = ownTests < timed.size();
        return "The session that was to time the arms beside each other failed: " + reason + ". The times are those of "
                + (earlier ? "an earlier session." : "each trial's own test.");
    }

    /** {@code " (own tests)"} of an arm of which nothing was timed beside the others, where others were; else empty. */
    public String mark(Arm arm) {
        return mark(TimedTrials.of(arm.trials()));
    }

    /** The same of a number: the mean of a measure over those of some trials that have it. */
    public String mark(List<TrialResult> trials, Measure measure) {
        return measure.isTestTime() ? mark(TimedTrials.of(trials, measure)) : "";
    }

    private String mark(List<TrialResult> counted) {
        boolean own = counted.stream().anyMatch(TimedTrials::hasOwnTest);
        return own && ownTests < timed.size() ? " (own tests)" : "";
    }

    /** Of those that means are of; what was left out of them has no say in what tables show. */
    private List<TrialResult> counted() {
        Map<Map<String, String>, List<TrialResult>> arms = new LinkedHashMap<>();
        trials.forEach(trial ->
                arms.computeIfAbsent(trial.varied(), _ -> new ArrayList<>()).add(trial));
        return arms.values().stream()
                .flatMap(arm -> TimedTrials.of(arm).stream())
                .toList();
    }

    /** The sum of stages that all arms have: with proposals, unless some trial needs some and nobody measured them. */
    public Measure total() {
        return proposalsMeasured() ? Measure.TOTAL : Measure.WITHOUT_PROPOSALS;
    }

    boolean proposalsMeasured() {
        return withoutProposals() == 0;
    }

    private int withoutProposals() {
        return (int) counted().stream()
                .filter(trial -> trial.stages().entrySet().stream()
                        .anyMatch(stage -> HarnessMeasures.isProposals(stage.getKey())
                                && !stage.getValue().wasMeasured()))
                .count();
    }

    /** Whether the tests have a stage that finds proposals. */
    public boolean hasProposals() {
        return stages().stream().anyMatch(HarnessMeasures::isProposals);
    }

    /** How a measure's numbers are computed, as captions tell it; empty where its name says it. */
    public String convention(Measure measure) {
        return HarnessMeasures.convention(measure.info(), stages());
    }

    private List<String> stages() {
        return trials.stream()
                .flatMap(trial -> trial.stages().keySet().stream())
                .toList();
    }

    /** Whether times of this kind have been divided by those of one arm. */
    public boolean isRelative(Measure measure) {
        return isTime(measure)
                && trials.stream().anyMatch(trial -> trial.provenance().containsKey(fact(measure)));
    }

    /** The measure's heading, which says of ratios what they are ratios to. */
    public String heading(Measure measure) {
        if (!isRelative(measure)) {
            return measure.column();
        }
        if (measure.equals(Measure.TOTAL)) {
            return "time an image, relative";
        }
        return measure.equals(Measure.WITHOUT_PROPOSALS)
                ? "time without proposals, relative"
                : measure.subject() + ", relative";
    }

    /** The same for an axis. */
    public String axis(Measure measure) {
        return isRelative(measure) ? heading(measure) + " to " + unit(measure) : measure.headingWithUnit();
    }

    /** Such as {@code pool, test time = 1}. */
    public String unit(Measure measure) {
        return trials.stream()
                .flatMap(trial -> Optional.ofNullable(trial.provenance().get(fact(measure))).stream())
                .findFirst()
                .orElse("milliseconds");
    }

    private static String fact(Measure measure) {
        return isTraining(measure) ? TRAINING_UNIT : TEST_UNIT;
    }

    /** The least of those that were timed in several; 1 without any. */
    private int processes() {
        return timed.stream()
                .mapToInt(ProcessTrials::count)
                .filter(count -> count > 1)
                .min()
                .orElse(1);
    }

    private int inOneProcess() {
        return (int)
                timed.stream().filter(trial -> ProcessTrials.count(trial) == 1).count();
    }

    private long sessions() {
        return trials.stream()
                .map(TrialResult::provenance)
                .filter(facts -> facts.containsKey(Timing.PROTOCOL_FACT))
                .map(facts -> facts.getOrDefault("timing_session", facts.getOrDefault(Timing.PROTOCOL_FACT, "")))
                .distinct()
                .count();
    }

    private static Optional<Load> busiest(List<Load> loads) {
        return loads.stream().filter(Load::busy).max(Comparator.comparingDouble(Load::threads));
    }

    /** Where no session timed the arms, the test that followed the training did, under much the same load. */
    private List<Load> testLoads() {
        List<Load> timed = loads("timing_");
        return timed.isEmpty() ? loads("train_") : timed;
    }

    private List<Load> trainingLoads() {
        return loads("train_");
    }

    /** Files of before tell the load of the minute before the timing, and the threads in place of the cores. */
    private List<Load> loads(String prefix) {
        List<Load> loads = new ArrayList<>();
        for (TrialResult trial : trials) {
            Map<String, String> facts = trial.provenance();
            String load = facts.get(prefix + "load");
            String cores = facts.get(prefix + "cores");
            String threads = facts.get("threads");
            if (load != null && cores != null) {
                loads.add(new Load(Double.parseDouble(load), Integer.parseInt(cores), "core"));
            } else if (load != null && threads != null) {
                loads.add(new Load(Double.parseDouble(load), Integer.parseInt(threads), "thread"));
            }
        }
        return loads;
    }
}
