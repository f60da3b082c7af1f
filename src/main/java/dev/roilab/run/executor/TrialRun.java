package dev.roilab.run.executor;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and under which name a trial runs.
 *
 * @param folder the trial's own
 * @param key hash of what decides its numbers; what another key left in the folder is of no use
 * @param checkpointInterval least time between two checkpoints
 * @param shares whether it takes from other trials, and gives them, what they have in common; else it makes all of it
 */
public record TrialRun(Path folder, String key, Duration checkpointInterval, boolean shares) {
    /** One that shares. */
    public TrialRun(Path folder, String key, Duration checkpointInterval) {
        this(folder, key, checkpointInterval, true);
    }
}
