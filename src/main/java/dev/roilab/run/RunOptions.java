package dev.roilab.run;

import dev.roilab.result.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How to run a study.
 *
 * @param results folder of all studies' results
 * @param only run only trials whose last attempt ended so; empty: all
 * @param again names of trials to run though their results hold
 * @param failFast stop at the first trial that fails
 * @param sameFailures stop when this many trials in a row failed with one cause; 0 never stops
 * @param checkpointInterval least time between two checkpoints of a training
 * @param command that started this run, for the report
 */
public record RunOptions(
        Path results,
        Set<Status> only,
        Set<String> again,
        boolean failFast,
        int sameFailures,
        Duration checkpointInterval,
        String command) {
    private static final int THREE_ALIKE = 3;
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    public RunOptions {
        only = Set.copyOf(only);
        again = Set.copyOf(again);
    }

    /** Every trial, three failures alike end the run, a checkpoint every half minute. */
    public static RunOptions in(Path results) {
        return new RunOptions(results, Set.of(), Set.of(), false, THREE_ALIKE, HALF_A_MINUTE, "");
    }

    /** All ways to fail. */
    public static Set<Status> anyFailure() {
        Set<Status> failures = EnumSet.allOf(Status.class);
        failures.removeIf(status -> !status.isFailure());
        return failures;
    }

    public RunOptions withOnly(Set<Status> statuses) {
        return new RunOptions(results, statuses, again, failFast, sameFailures, checkpointInterval, command);
    }

    /** Trials that are to run once more, whatever they have. */
    public RunOptions withAgain(Set<String> trials) {
        return new RunOptions(results, only, trials, failFast, sameFailures, checkpointInterval, command);
    }

    public RunOptions withFailFast(boolean stopAtFirst) {
        return new RunOptions(results, only, again, stopAtFirst, sameFailures, checkpointInterval, command);
    }

    public RunOptions withSameFailures(int limit) {
        return new RunOptions(results, only, again, failFast, limit, checkpointInterval, command);
    }

    public RunOptions withCheckpointInterval(Duration interval) {
        return new RunOptions(results, only, again, failFast, sameFailures, interval, command);
    }

    public RunOptions withCommand(String words) {
        return new RunOptions(results, only, again, failFast, sameFailures, checkpointInterval, words);
    }
}
