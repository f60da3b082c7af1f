package dev.roilab.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results are. */
final class ResultsOption {
    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "results",
            description = "Folder of all studies' results (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("results");

    Path folder() {
        return folder;
    }
}
