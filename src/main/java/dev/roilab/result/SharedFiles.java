package dev.roilab.result;

import dev.roilab.file.FolderTree;
import dev.roilab.result.code.CodeFingerprint;
import dev.roilab.result.code.CodeManifest;
import dev.roilab.result.lock.StudyMutex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a study's folder that several results stand on, and that have their own content's digits as names. */
public final class SharedFiles {
    /** Inside the study's folder, so that what is made there can be moved; no trial is called so. */
    private static final String ASIDE = ".shared";

    private final Path study;

    public SharedFiles(Path study) {
        this.study = study;
    }

    /** What is wrong with those that a result stands on, each by its name. */
    public List<String> damage(StoredResult result) {
        return Stream.concat(
                        TruthFile.damage(study, result).stream(),
                        result
                                .fact(TrialFolder.KEY_PREFIX + "code")
                                .flatMap(hash -> CodeManifest.damage(study, hash))
                                .stream())
                .toList();
    }

    /** Writes what trials share into a folder. */
    @FunctionalInterface
    public interface Sharing {
        void into(Path folder) throws IOException;
    }

    /**
     * Writes anew what a result stands on.
     *
     * @param code that makes it now, as its key says
     * @return what was damaged and is whole now, each by its name
     */
    public List<String> mend(Sharing sharing, CodeFingerprint code, StoredResult held) throws IOException {
        List<String> before = damage(held);
        if (before.isEmpty()) {
            return List.of();
        }
        StudyMutex.hold(study, _ -> {
            Path aside = Files.createDirectories(study.resolve(ASIDE));
            try {
                sharing.into(aside);
                TruthFile.share(aside, study);
            } finally {
                FolderTree.delete(aside);
            }
            return aside;
        });
        CodeManifest.write(study, code);
        List<String> after = damage(held);
        return before.stream().filter(line -> !after.contains(line)).toList();
    }

    /** In one line for all, for reports. */
    public Optional<String> text(StoredResult result) {
        List<String> damage = damage(result);
        return damage.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", damage));
    }
}
