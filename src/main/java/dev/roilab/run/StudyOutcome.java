package dev.roilab.run;

import dev.roilab.result.Status;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a run of a study ended.
 *
 * @param folder of the study's results
 * @param statuses number of trials by status: reused ones too, and those that failed before and were left out
 * @param reused how many good results were already there
 * @param notRun how many trials of the plan have neither a result nor a failure: left out or not reached
 * @param stopped why the run ended before all trials were reached; empty if it did not
 */
public record StudyOutcome(
        Path folder, Map<Status, Integer> statuses, int reused, int notRun, Optional<String> stopped) {
    /** Whether every trial of the plan has a good result, those included that the options left out. */
    public boolean allOk() {
        return notRun == 0 && statuses.keySet().stream().allMatch(status -> status == Status.OK);
    }
}
