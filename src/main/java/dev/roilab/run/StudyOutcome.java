package dev.roilab.run;

import dev.roilab.result.Status;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a run of a study ended.
 *
 * @param folder of the study's results
 * @param statuses number of trials by status, reused ones included
 * @param reused how many results were already there
 * @param notRun how many trials of the plan were left out or not reached
 * @param stopped why the run ended before all trials were reached; empty if it did not
 */
public record StudyOutcome(
        Path folder, Map<Status, Integer> statuses, int reused, int notRun, Optional<String> stopped) {
    /** Whether every trial that was asked for has a good result. */
    public boolean allOk() {
        return statuses.keySet().stream().allMatch(status -> status == Status.OK);
    }
}
