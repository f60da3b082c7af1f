package dev.roilab.run.executor;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and under which name a trial runs.
 *
 * @param folder the trial's own
 * @param key hash of what decides its numbers; what another key left in the folder is of no use
 * @param checkpointInterval least time between two checkpoints
 */
public record TrialRun(Path folder, String key, Duration checkpointInterval) {}
