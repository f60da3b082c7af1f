package dev.roilab.run.timing;

import dev.roilab.run.executor.TrialExecutor;
import java.io.IOException;
import java.nio.file.Path;

/** Times arms in a process that has done nothing before and ends when it is done. */
@FunctionalInterface
public interface FreshProcess {
    /**
     * Starts the process, lets it answer with {@link TimingWorker}, and waits for its end.
     *
     * @param request file that says what to time
     * @param answer file that the process writes last, and as a whole
     * @param progress hears what the process tells
     * @throws InterruptedException if it was asked to stop; the process has ended then
     * @throws TimingException if the process ended without an answer, with how it ended
     */
    void time(Path request, Path answer, TrialExecutor.Progress progress) throws IOException, InterruptedException;
}
