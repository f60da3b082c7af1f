package dev.roilab.cli;

import dev.roilab.study.ProjectFolder;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Finds the study that a command line names, from any folder. */
final class StudyPath implements ITypeConverter<Path> {
    static final String OR_RESULTS =
            "A study: a file, the name of one of the project's, such as quickstart, or the folder of its results.";

    @Override
    public Path convert(String value) {
        return ProjectFolder.study(Path.of(value));
    }
}
