package dev.roilab.cli;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.StudyResults;
import dev.roilab.study.StudyPlan;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the results of a study that the command line names by its file or by their folder. */
final class StoredResults {
    private StoredResults() {}

    /**
     * Reads them; those named by a study file in the light of what the file says now.
     *
     * @throws InputException if there are none
     */
    static StudyResults of(Path study, ResultsOption option) {
        if (Files.isDirectory(study)) {
            return read(study, study);
        }
        StudyPlan plan = StudyOptions.of(study).plan();
        return read(option.folder().resolve(plan.study()), study).under(plan);
    }

    private static StudyResults read(Path folder, Path study) {
        if (!Files.exists(folder)) {
            throw new InputException("no results in " + folder + "; run the study first: "
                    + CommandText.command("run", study.toString()));
        }
        try {
            return ResultsFolder.read(folder);
        } catch (UncheckedIOException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
    }
}
