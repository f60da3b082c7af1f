package dev.roilab.cli;

import dev.roilab.study.ProjectFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results are. */
final class ResultsOption {
    static final String DEFAULT = "results";

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of all studies' results (default: " + DEFAULT
                    + " in the working folder; of the project's own studies, the project's).")
    private @Nullable Path folder;

    /** Folder of all studies' results, this study's among them. */
    Path folder(Path study) {
        return folder != null ? folder : ProjectFolder.outputs(study, DEFAULT);
    }

    /** The same; says where they are if neither the command line nor the working folder does. */
    Path told(Path study, Wiring wiring) {
        Path found = folder(study);
        if (folder == null && !found.toAbsolutePath().equals(Path.of(DEFAULT).toAbsolutePath())) {
            wiring.out().println("results: the project's, in " + found);
        }
        return found;
    }
}
