package dev.roilab.run;

import dev.roilab.detect.ModelSettings;
import dev.roilab.model.Recipes;
import dev.roilab.run.executor.Estimate;
import dev.roilab.run.executor.SharedWork;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.key.ArtefactKey;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.tensor.Engines;
import dev.roilab.timing.MachineLoad;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the trials that are still to run will take.
 *
 * @param arms in how many of them steps were measured
 * @param unmeasured arms of which nothing could be measured, which are not in what follows
 * @param seconds of all trials
 * @param proposals whether any of them reads proposals, whose search is in the time
 * @param busy in words how busy the machine was while they were measured; absent if it was not
 * @param memoryMegabytes the engine's peak in the most demanding arm
 */
public record StudyEstimate(
        int arms, int unmeasured, double seconds, boolean proposals, Optional<String> busy, long memoryMegabytes) {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    /**
     * Measures one trial for each distinct settings, of trials without an {@link #obstacle}; absent if there is nothing
     * to run or nothing to measure.
     */
    public static Optional<StudyEstimate> of(List<Trial> trials, TrialExecutor executor) throws InterruptedException {
        try (MachineLoad load = MachineLoad.watch()) {
            return of(trials, executor, load);
        }
    }

    /** What keeps this machine from running a trial at all, in words; nothing of it can be measured then. */
    public static Optional<String> obstacle(Trial trial) {
        TrialSettings settings = trial.settings();
        return Engines.lack(
                settings.engine(), settings.device(), settings.train().precision());
    }

    private static Optional<StudyEstimate> of(List<Trial> trials, TrialExecutor executor, MachineLoad load)
            throws InterruptedException {
        Map<TrialSettings, Estimate> measured = new LinkedHashMap<>();
        Set<TrialSettings> unmeasured = new LinkedHashSet<>();
        Set<Object> searched = new LinkedHashSet<>();
        Set<String> trained = new LinkedHashSet<>();
        double seconds = 0;
        for (Trial trial : trials) {
            Estimate estimate = measured.get(trial.settings());
            if (estimate == null) {
                Optional<Estimate> fresh =
                        unmeasured.contains(trial.settings()) ? Optional.empty() : executor.estimate(trial);
                if (fresh.isEmpty()) {
                    unmeasured.add(trial.settings());
                    continue;
                }
                estimate = fresh.get();
                measured.put(trial.settings(), estimate);
            }
            // Trials with the same training share it, and trials with the same data share their proposals.
            ModelSettings model = trial.settings().model();
            boolean first = searched.add(
                    List.of(trial.settings().data(), Recipes.of(model).proposals(model)));
            seconds += (trains(executor.shared(trial), trained) ? estimate.trainSeconds() : 0)
                    + estimate.testSeconds()
                    + (first ? estimate.proposalSeconds() : 0);
        }
        long memory = measured.values().stream()
                .mapToLong(Estimate::memoryMegabytes)
                .max()
                .orElse(0);
        return measured.isEmpty()
                ? Optional.empty()
                : Optional.of(new StudyEstimate(
                        measured.size(),
                        unmeasured.size(),
                        seconds,
                        readsProposals(measured.keySet()),
                        busy(load),
                        memory));
    }

    private static boolean readsProposals(Set<TrialSettings> arms) {
        return arms.stream()
                .map(TrialSettings::model)
                .anyMatch(model -> Recipes.of(model).proposals(model).isPresent());
    }

    private static Optional<String> busy(MachineLoad load) {
        OptionalDouble mean = load.mean();
        return mean.isPresent() ? MachineLoad.busy(mean.getAsDouble(), MachineLoad.cores()) : Optional.empty();
    }

    private static boolean trains(List<SharedWork> shared, Set<String> trained) {
        return shared.stream()
                .filter(work -> work.kind().equals(ArtefactKey.TRAINING))
                .allMatch(work -> !work.done() && trained.add(work.key()));
    }

    /** In words. */
    public String text() {
        String time = seconds < 2 * MINUTE
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 2 * HOUR
                        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
                        : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
        return "about %s%s, and %d MB beside the heap (from a few steps of each of %d arms%s%s)"
                .formatted(
                        time,
                        proposals ? ", proposals that are not stored yet included" : "",
                        memoryMegabytes,
                        arms,
                        unmeasured == 0 ? "" : "; without %d that could not be measured".formatted(unmeasured),
                        busy.map(load -> "; the machine was busy, " + load + ": less on a quiet one")
                                .orElse(""));
    }
}
