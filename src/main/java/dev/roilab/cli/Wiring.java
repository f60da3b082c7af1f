package dev.roilab.cli;

import dev.roilab.result.StudyResults;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.timing.FreshProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What the commands are made of besides themselves.
 *
 * @param executor makes what trains and tests; asked for only by commands that need it
 * @param report writes a study's report into a folder
 * @param out for what was asked for
 * @param err for mistakes
 * @param stop given when the user wants the program to end
 * @param freshProcess in which arms are timed; absent: in this process
 */
public record Wiring(
        Supplier<TrialExecutor> executor,
        BiConsumer<StudyResults, Path> report,
        PrintWriter out,
        PrintWriter err,
        StopSignal stop,
        Optional<FreshProcess> freshProcess) {
    /** Everything in this process. */
    public Wiring(
            Supplier<TrialExecutor> executor,
            BiConsumer<StudyResults, Path> report,
            PrintWriter out,
            PrintWriter err,
            StopSignal stop) {
        this(executor, report, out, err, stop, Optional.empty());
    }
}
