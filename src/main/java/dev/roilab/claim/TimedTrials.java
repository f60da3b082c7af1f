package dev.roilab.claim;

import dev.roilab.result.Origin;
import dev.roilab.result.Timing;
import dev.roilab.result.TrialResult;
import java.util.List;
import java.util.Optional;

/**
 * Which trials a mean is of. Times of a session that timed arms beside each other are comparable; those of the test
 * that followed a training are not, and enter a mean only where none of its trials has any others.
 */
public final class TimedTrials {
    private static final int LONGEST_REASON = 200;

    private TimedTrials() {}

    /** The finished trials of an arm, or of another group, whose test times a mean is of: the same for every stage. */
    public static List<TrialResult> of(List<TrialResult> trials) {
        List<TrialResult> timed = trials.stream()
                .filter(trial -> Arm.isFinished(trial) && !trial.stages().isEmpty())
                .toList();
        List<TrialResult> together =
                timed.stream().filter(trial -> !hasOwnTest(trial)).toList();
        return together.isEmpty() ? timed : together;
    }

    /** The finished trials of a group that a mean of a measure is of: those of them that have the number. */
    public static List<TrialResult> of(List<TrialResult> trials, Measure measure) {
        return (measure.isTestTime() ? of(trials) : trials)
                .stream()
                        .filter(trial ->
                                Arm.isFinished(trial) && measure.in(trial).isPresent())
                        .toList();
    }

    /**
     * Whose files of times are not what was written, such as {@code timing.json of 2 of 4 trials is damaged (it is
     * truncated)}: one of them tells how. Absent where all are whole.
     */
    static Optional<String> damage(List<TrialResult> trials) {
        List<String> damaged = trials.stream()
                .flatMap(trial -> Optional.ofNullable(trial.provenance().get(Origin.TIMING_DAMAGE)).stream())
                .toList();
        return damaged.isEmpty()
                ? Optional.empty()
                : Optional.of("%s of %d of %d trials is damaged (%s)"
                        .formatted(
                                Timing.FILE,
                                damaged.size(),
                                trials.size(),
                                Failures.shortened(damaged.getFirst(), LONGEST_REASON)));
    }

    /** Whether a trial's times are those of the test that followed its training. */
    public static boolean hasOwnTest(TrialResult trial) {
        return !trial.provenance().containsKey(Timing.PROTOCOL_FACT);
    }
}
