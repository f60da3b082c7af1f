package dev.roilab.cli;

import dev.roilab.file.UnwrittenFile;
import dev.roilab.file.WholeFile;
import dev.roilab.report.StudyOverview;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.StudyResults;
import dev.roilab.study.ProjectFolder;
import dev.roilab.study.StudyPlan;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Renews the table of studies in a README from all results that there are. */
final class Readme {
    private Readme() {}

    /**
     * Writes the file again if its table has changed.
     *
     * @throws InputException if the file has no place for the table
     */
    static void renew(Path readme, Path results) {
        try {
            WholeFile.write(readme, renewed(readme, results));
        } catch (IOException e) {
            throw UnwrittenFile.of(readme, e, "roilab report");
        }
    }

    /** The README as the results would have it. */
    static String renewed(Path readme, Path results) {
        try (Stream<Path> folders = Files.list(results)) {
            List<StudyResults> studies = folders.filter(folder -> Files.exists(folder.resolve("study.json")))
                    .sorted()
                    .map(Readme::read)
                    .toList();
            return StudyOverview.renewed(Files.readString(readme), StudyOverview.markdown(studies));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + readme + " and " + results + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InputException(readme + ": " + e.getMessage());
        }
    }

    /** In the light of what the study's file says now; as stored where the file needs options to be read. */
    private static StudyResults read(Path folder) {
        StudyResults stored = ResultsFolder.read(folder);
        Path file = ProjectFolder.studies().resolve(stored.study() + ".yaml");
        if (!Files.exists(file)) {
            return stored;
        }
        try {
            return stored.under(StudyPlan.of(file, List.of()));
        } catch (YamlException _) {
            return stored;
        }
    }
}
