package dev.roilab.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where results are. */
final class ResultsOption {
    static final String DEFAULT = "results";

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of all studies' results (default: " + DEFAULT
                    + " in the working folder; of the project's own studies, the project's).")
    private @Nullable Path folder;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Path folder() {
        return folder != null ? folder : StudyPath.outputs(command, DEFAULT);
    }
}
