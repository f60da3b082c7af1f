package dev.roilab.claim;

import dev.roilab.result.Timing;
import dev.roilab.result.TrialResult;
import java.util.List;

/**
 * Which trials a mean is of. Times of a session that timed arms beside each other are comparable; those of the test
 * that followed a training are not, and enter a mean only where none of its trials has any others.
 */
public final class TimedTrials {
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

    /** Whether a trial's times are those of the test that followed its training. */
    public static boolean hasOwnTest(TrialResult trial) {
        return !trial.provenance().containsKey(Timing.PROTOCOL_FACT);
    }
}
