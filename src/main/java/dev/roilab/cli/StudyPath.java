package dev.roilab.cli;

import dev.roilab.study.ProjectFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;

/** Finds the study that a command line names, from any folder. */
final class StudyPath implements ITypeConverter<Path> {
    static final String OR_RESULTS =
            "A study: a file, the name of one of the project's, such as quickstart, or the folder of its results.";

    @Override
    public Path convert(String value) {
        return ProjectFolder.study(Path.of(value));
    }

    /** The folder of this name for the study that a command was given; without one, the project's. */
    static Path outputs(@Nullable CommandSpec command, String name) {
        if (command != null) {
            for (var parameter : command.positionalParameters()) {
                if (parameter.getValue() instanceof Path study) {
                    return ProjectFolder.outputs(study, name);
                }
            }
        }
        return ProjectFolder.outputs(ProjectFolder.studies(), name);
    }
}
