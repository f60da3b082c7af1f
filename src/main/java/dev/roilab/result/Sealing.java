package dev.roilab.result;

import dev.roilab.file.SealedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives the files of older versions, which have no checksum of their own, one: once, by somebody who has compared them
 * with what was committed when they were made. Damaged results and those that have one stay as they are.
 */
public final class Sealing {
    private Sealing() {}

    /**
     * Seals what is in a study's folder.
     *
     * @return the files that were sealed, relative to the folder
     */
    public static List<String> of(Path study) {
        List<String> sealed = new ArrayList<>();
        try (Stream<Path> folders = Files.list(study)) {
            Path plan = study.resolve("study.json");
            if (!Files.exists(plan)) {
                // No study's folder, as its reading says.
                return sealed;
            }
            seal(study, plan, sealed);
            for (Path trial : folders.filter(Files::isDirectory).sorted().toList()) {
                if (new TrialFolder(trial).damage().isEmpty()) {
                    seal(study, trial.resolve(StoredResult.FILE), sealed);
                    seal(study, trial.resolve(Timing.FILE), sealed);
                }
            }
            return sealed;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot seal the results in " + study + ": " + e.getMessage(), e);
        }
    }

    private static void seal(Path study, Path file, List<String> sealed) throws IOException {
        if (Files.exists(file)) {
            SealedJson.Content content = SealedJson.read(file);
            if (!content.sealed()) {
                SealedJson.write(file, content.tree());
                sealed.add(study.relativize(file).toString());
            }
        }
    }
}
